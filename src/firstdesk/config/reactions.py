"""When this, then that: event name -> names of the jobs deferred in the same transaction.

Before adding one, ask whether an obligation would do.
"""

REACTIONS: dict[str, tuple[str, ...]] = {
    "matter.replied": ("complaints.compute",),
    "matter.marked_duplicate": ("dispatch.retire_referral", "oversight.lapse_applications"),
    "matter.withdrawn": ("dispatch.retire_referral", "oversight.lapse_applications"),
    "matter.marked_invalid": ("dispatch.retire_referral", "oversight.lapse_applications"),
    "matter.closed": ("dispatch.retire_referral", "oversight.lapse_applications"),
}
