"""Where the work is done that proves a duty (evidence of the rules → page), and who appoints what stands in the calendar."""

MEETINGS = (
    "work_meeting joint_conference prevention_meeting residents_meeting units_forum residents_talk residents_report"
)
REPORTS = (
    "work_report quarter_report half_year_report year_report congress_report staff_report linkage_report linkage_summary"
    " linkage_bulletin safety_bulletin safety_summary safety_analysis pattern_analysis grid_analysis video_analysis"
    " situation_report follow_up_report"
)
INSPECTIONS = (
    "inspection_linkage_unit inspection_work_group inspection_window_staff inspection_grid_work inspection_area_work"
    " inspection_own_work inspection_prevention_body inspection_unit_groups inspection_premises outside_supervision"
)
BY_PAGE = {
    "screening:drives": "screening_record",
    "screening:statistics": "dispute_statistics",
    "meetings:list": MEETINGS,
    "reporting:list": REPORTS,
    "training:plan": "training_plan",
    "training:courses": "training_record expert_training publicity_record guidance_record",
    "assessment:rounds": "assessment_result",
    "checks:list": "recheck_record",
    "checks:inspections": INSPECTIONS,
    "checks:opinions": "opinions_sought box_emptied opinion_summary",
    "rosters:week": "shift_somebody shift_hours shift_round_the_clock",
    "obligations:checklist": "site_check",
    "wall:postings": "prevention_board safety_policy_board report_110_board fined_cases_published",
}
DONE_AT = {kind: page for page, kinds in BY_PAGE.items() for kind in kinds.split()}
DATES = (
    "firstdesk.meetings.calendar.dates",
    "firstdesk.training.selectors.dates.dates",
    "firstdesk.checks.selectors.dates.dates",
)
