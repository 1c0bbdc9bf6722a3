"""A centre's years in a minute: `fill(count)` writes matters with their reports, persons, clocks and record by plain SQL.

Everything a page reads is there and shaped as life shapes it: a few topics and words are common and most are rare, nearly
all matters are closed, one unit has a part in one matter of a hundred, three hundred promises are running and some late.
Matters, clocks and entries are copies of real ones that went through the verbs; only the hashes of the record are not
true, so such a database is for measuring and nothing else. Called again with a higher count it goes on where it stopped.

    from population import fill, people
    fill(200_000)          # Django is set up, the tables are there
    people()               # who is who: {"all": the director, "one_percent": a liaison, …}
"""

from concurrent.futures import ProcessPoolExecutor
from datetime import datetime, timedelta
from multiprocessing import get_context
from typing import Any
from zoneinfo import ZoneInfo

NOW = datetime.now(ZoneInfo("Asia/Shanghai")).replace(microsecond=0)  # the clocks are seen by the clock of the wall
UNITS = 60  # linkage units, the first one asked most often; ONE_PERCENT is asked in one matter of a hundred
ONE_PERCENT = "population-one-percent"
OFFICERS = 20
MANY = 50_000  # of so many new rows an index is built anew, not kept up
TABLES = (
    "matters_matter", "matters_involvement", "matters_searchtext", "intake_report", "intake_party", "dispatch_referral",
    "followup_reply", "obligations_clock", "ledger_chain", "ledger_entry",
)  # fmt: skip
# State, and of ten thousand matters how many are in it.
STATES = (
    ("closed", 9310), ("withdrawn", 260), ("invalid", 180), ("handling", 130), ("offered", 25), ("to_triage", 20),
    ("to_reply", 20), ("follow_up", 30), ("answered", 10), ("suspended", 10), ("escalated", 5),
)  # fmt: skip

# Topic and what is said of it; the first ones are common, the last ones rare (drawn with the square of a random number).
THEMES = (
    ("property_management.parking", "civil_dispute", "小区停车位被占|地下车库收费|消防通道停车|充电桩不能用"),
    ("neighbour_disputes.neighbour_noise", "civil_dispute", "楼上夜里噪音|装修噪音扰民|广场舞音响太大|楼上孩子跑跳"),
    ("property_management.lift", "complaint", "电梯停运|电梯困人|电梯异响|电梯维修费用不公开"),
    ("neighbour_disputes.water_leak", "civil_dispute", "楼上卫生间漏水|天花板渗水发霉|外墙渗漏|水管爆裂漏水"),
    ("environment.waste", "complaint", "垃圾清运不及时|建筑垃圾乱堆|垃圾桶发臭|餐厨垃圾渗液"),
    ("labour_social_security.wages", "help", "工地拖欠工资|离职后工资不结|加班费不给|保证金不退"),
    ("traffic_transport.road", "help", "路面塌陷|路灯不亮|井盖缺失|道路积水"),
    ("environment.air", "complaint", "餐馆油烟直排|露天烧烤|焚烧秸秆|厂区异味"),
    ("commerce_tourism.prepaid", "complaint", "健身房关门不退卡|理发店预付卡|培训机构不退费|美容院诱导充值"),
    ("utilities.water", "help", "自来水发黄|水压不足|停水没有通知|水表读数不对"),
    ("family_marriage.support", "civil_dispute", "赡养费分摊不清|子女不付生活费|老人无人照看|抚养费拖欠"),
    ("urban_construction.illegal_building", "complaint", "楼顶违建|私自开挖地下室|占用绿地搭棚|阳台外扩"),
    ("health_food.food_safety", "complaint", "外卖吃出虫子|食堂饭菜变质|超市临期食品|凉菜腹泻"),
    ("education_culture_sport.enrolment", "enquiry", "入学片区划分|转学材料|幼儿园报名|借读手续"),
    ("neighbour_disputes.boundary", "civil_dispute", "院墙占通道|采光被挡|宅基地界址|共用巷道堆物"),
    ("public_order", "public_order", "棋牌室深夜聚集|打架斗殴|寻衅滋事|酒后闹事"),
    ("elderly_helpless", "help", "独居老人失联|流浪人员求助|残疾人出行|行动不便送医"),
    ("missing_person", "help", "老人走失|孩子放学未归|智障人员走失|徒步失联"),
)
PLACES = "荷香苑|溪畔花园|榕荫里|渡口新村|莲塘小区|船厂宿舍|临溪雅居|东岭安置房|鼓楼前街|书院巷|望潮路|粮站路|石坂村|南岸新村|海棠湾|金桂园|青松里|锦绣城|玉兰苑|梧桐苑|紫荆花园|明珠广场|春晖里|枫桥路|竹林小区|银杏苑|麦田里|星河湾|云顶|月亮湾"
OPENINGS = "来电反映|来访称|反映|来电称|请求帮助|要求处理|再次反映|咨询"
SINCES = "昨天傍晚|三天以来|上周末起|半个月来|今天一早|前天夜里|这几个月|一年多来"
TAILS = (
    "多次协商无果，希望上门看看|物业一直推诿，没有人管|家中老人和孩子无法休息|担心发生危险，请尽快处理|"
    "对方态度不好，还威胁说不怕|已经打过几次电话没有结果|要求给出书面答复|愿意配合调查并提供照片"
)
DONE = (
    "到现场查看，情况属实，已责成三日内整改|双方当场达成口头约定，互留电话|会同社区与物业现场协调，费用各担一半|"
    "核查后与反映不一致，已向来电人说明|已立案处理并当面答复|维修完成，来电人表示满意"
)
SAID = (
    "您反映的事已经处理好，如未按时履行请随时来电|对方已承诺整改，一周后回访|该事项由主管部门办理，已替您转达|"
    "感谢您的反映，现场已恢复正常"
)


def fill(count: int) -> None:
    """Write matters until there are `count`, then let the database learn what it holds."""
    from django.db import connection  # noqa: PLC0415

    from firstdesk.matters.models import Matter  # noqa: PLC0415

    if not Matter.objects.filter(number__startswith="population-").exists():
        _prepare()
    first = Matter.objects.count() + 1
    if first <= count:
        with connection.cursor() as cursor:
            cursor.execute(
                "SET session_replication_role = replica; SET work_mem = '256MB'; SET maintenance_work_mem = '512MB'"
            )
            cursor.execute("SELECT setseed(0.5)")
            cursor.execute(SQL["plain"], {"action": "SET DEFAULT"})
            cursor.execute(_sql("plan"), _values(first, count))
            _compare(cursor)
            indexes = _put_away(cursor) if count - first > MANY else []
            for part in ("matters", "involvements", "reports", "parties", "answers", "texts", "clocks", "ledger"):
                cursor.execute(_sql(part))
            for definition in indexes:
                cursor.execute(definition)
            cursor.execute("DROP TABLE population_plan, population_said, population_alike")
            cursor.execute(SQL["plain"], {"action": "DROP DEFAULT"})
            cursor.execute("RESET session_replication_role; RESET work_mem; RESET maintenance_work_mem")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE, PARALLEL 2)")


def _compare(cursor: Any) -> None:
    """What reports are compared by is computed in Python: the key of the address, the sketch of the story."""
    cursor.execute(SQL["said"])
    cursor.execute("SELECT id, centre_id, registered_at, spot, narrative FROM population_said ORDER BY id")
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as both:
        waiting = [both.submit(_alike, rows) for rows in iter(lambda: cursor.fetchmany(10_000), [])]
        with cursor.copy("COPY population_alike (matter_id, place_key, sketch) FROM STDIN") as copy:
            for some in waiting:
                for row in some.result():
                    copy.write_row(row)


def _alike(rows: list[tuple[int, int, datetime, str, str]]) -> list[tuple[int, str, list[int]]]:
    from firstdesk.intake.likeness import place_key, sketch  # noqa: PLC0415

    return [(pk, place_key(spot), sketch(narrative, centre, at)) for pk, centre, at, spot, narrative in rows]


def _put_away(cursor: Any) -> list[str]:
    """Take off the indexes no constraint needs, so that each is built in one go; answers with how to put them back."""
    cursor.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid::regclass::text = ANY(%s)"
        " AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid) AND NOT indisunique",
        [list(TABLES)],
    )
    found = cursor.fetchall()
    for name, _definition in found:
        cursor.execute(f"DROP INDEX {name}")
    return [definition for _name, definition in found]


def people() -> dict[str, Any]:
    """Who is who, as they sign in: the director and an officer (everything), a liaison (one per cent), a handler (little)."""
    from firstdesk.directory.models import User  # noqa: PLC0415

    def of(unit: str, post: str) -> Any:
        found = User.objects.filter(appointments__post__unit__code=unit, appointments__post__code=post)
        return found.order_by("pk").first()

    return {
        "all": of("population-centre", "director"),
        "officer": of("population-centre", "intake"),
        "one_percent": of(ONE_PERCENT, "liaison"),
        "few": of(f"population-{UNITS - 2}", "liaison"),
        "beside": of("population-beside", "director"),
    }


def _prepare() -> None:
    """Two centres, their units, their people, and one matter of each state made by the verbs."""
    from firstdesk.directory.models import Unit  # noqa: PLC0415
    from firstdesk.directory.tests.factories import make_people, make_unit, staffed  # noqa: PLC0415
    from firstdesk.matters.models import Matter  # noqa: PLC0415
    from firstdesk.matters.tests.factories import make_desk, make_matter  # noqa: PLC0415

    desk = make_desk("governance", at=NOW)
    Unit.objects.filter(pk=desk.centre.unit.pk).update(code="population-centre", name="人口中心")
    beside = make_desk("governance", at=NOW)
    Unit.objects.filter(pk=beside.centre.unit.pk).update(code="population-beside", name="邻县中心")
    codes = [f"population-{n}" for n in range(UNITS - 1)] + [ONE_PERCENT]
    for code in codes:
        unit = make_unit(
            "linkage_unit", parent=desk.centre.jurisdiction, linkage_class=2, code=code, name=f"单位 {code}"
        )
        staffed(unit)
    make_people([([desk.centre.posts["intake"]], f"接警员{n}") for n in range(OFFICERS)])
    for state, _share in STATES:
        made = make_matter(desk, state=state, title=f"样本 {state}")
        Matter.objects.filter(pk=made.pk).update(number=f"population-{state}")


def _values(first: int, last: int) -> dict[str, Any]:
    themes = [(topic, nature, word) for topic, nature, words in THEMES for word in words.split("|")]
    return {
        "first": first, "last": last, "now": NOW, "one_percent": ONE_PERCENT, "span": timedelta(days=1000),
        "states": [state for state, share in STATES for _ in range(share // 5)],
        "topics": [topic for topic, _n, _w in themes], "natures": [nature for _t, nature, _w in themes],
        "words": [word for _t, _n, word in themes], "places": PLACES.split("|"), "openings": OPENINGS.split("|"),
        "sinces": SINCES.split("|"), "tails": TAILS.split("|"), "done": DONE.split("|"), "said": SAID.split("|"),
    }  # fmt: skip


def _sql(part: str) -> str:
    """A statement with the columns that are copied as they are."""
    from firstdesk.ledger.models import Entry  # noqa: PLC0415
    from firstdesk.matters.models import Matter  # noqa: PLC0415
    from firstdesk.obligations.models import Clock  # noqa: PLC0415

    of = {"matters": (Matter, _OWN_OF_MATTER), "clocks": (Clock, _OWN_OF_CLOCK), "ledger": (Entry, _OWN_OF_ENTRY)}
    text = SQL[part]
    if part in of:
        model, own = of[part]
        names = [field.column for field in model._meta.concrete_fields if field.column not in own]
        text = text.replace("{columns}", ", ".join(names)).replace("{old}", ", ".join(f"old.{name}" for name in names))
    return text


_OWN_OF_MATTER = {
    "id", "number", "token", "seq", "title", "topic", "nature", "channel", "urgency", "centre_id", "responsible_unit_id",
    "responsible_post_id", "responsible_person_id", "first_receiver_id", "registered_at", "ended_at", "changed_at",
    "may_mediate", "objections", "reopenings",
}  # fmt: skip
_SHIFTED = ("started_at", "due_at", "warn_at", "next_alarm_at", "warned_at", "breached_at", "paused_at", "stopped_at")
_OWN_OF_CLOCK = {
    "id",
    "matter_id",
    "label",
    "centre_id",
    "owing_unit_id",
    "owing_post_id",
    "owing_person_id",
    *_SHIFTED,
}
_OWN_OF_ENTRY = {"id", "chain", "at", "subject_id"}
_SHIFT = ", ".join(f"old.{name} + p.shift" for name in _SHIFTED)

SQL = {
    # Columns nothing is said of here hold the plainest value of their type, while the tables are filled.
    "plain": """
SELECT set_config('population.action', %(action)s, false);
DO $$
DECLARE it record;
BEGIN
    FOR it IN SELECT table_name, column_name, CASE
            WHEN data_type IN ('character varying', 'text') THEN quote_literal('')
            WHEN data_type = 'ARRAY' THEN quote_literal('{}') WHEN data_type = 'jsonb' THEN quote_literal('{}')
            WHEN data_type = 'boolean' THEN 'false' ELSE '0' END AS plain
        FROM information_schema.columns
        WHERE table_schema = current_schema() AND is_nullable = 'NO' AND is_identity = 'NO'
            AND table_name IN ('intake_report', 'intake_party', 'dispatch_referral', 'followup_reply')
            AND data_type IN ('character varying', 'text', 'ARRAY', 'jsonb', 'boolean', 'smallint', 'integer')
    LOOP
        IF current_setting('population.action') = 'SET DEFAULT' THEN
            EXECUTE format('ALTER TABLE %%I ALTER %%I SET DEFAULT %%s', it.table_name, it.column_name, it.plain);
        ELSE
            EXECUTE format('ALTER TABLE %%I ALTER %%I DROP DEFAULT', it.table_name, it.column_name);
        END IF;
    END LOOP;
END $$;
""",
    # What was said, and a table for what it is compared by.
    "said": """
CREATE TEMP TABLE population_said AS
SELECT id, centre_id, registered_at, spot,
    opening || '：' || since || '，' || spot || word || '，附近是' || shop || '店，' || tail || '。' || shop || '店老板也知道此事。'
    || CASE WHEN r < 0.5 THEN '希望' || opening || '的情况有人核实，' || done || '的做法上次没有用。' ELSE '' END AS narrative
FROM population_plan;
ALTER TABLE population_said ADD PRIMARY KEY (id);
CREATE TEMP TABLE population_alike (matter_id bigint PRIMARY KEY, place_key text, sketch integer[]);
""",
    # One row per matter to come. Squares and cubes of random numbers make the first of a list common and the last rare.
    "plan": """
CREATE TEMP TABLE population_plan AS
WITH drawn AS (
    SELECT n, (%(states)s::text[])[1 + n %% cardinality(%(states)s::text[])] AS state,
        1 + floor(cardinality(%(topics)s::text[]) * power(random(), 2))::int AS theme,
        1 + floor(cardinality(%(places)s::text[]) * power(random(), 1.5))::int AS place,
        random() AS r, random() AS a, random() AS b, random() AS c, random() AS d, random() AS e, random() AS f,
        chr(19968 + floor(random() * 3000)::int) || chr(19968 + floor(random() * 3000)::int) AS shop
    FROM (SELECT (n * 7919::bigint) AS n, n AS m FROM generate_series(%(first)s, %(last)s) AS n) AS numbers
), placed AS (
    SELECT drawn.*, nextval('matters_matter_id_seq') AS id, old.id AS old_id,
        CASE WHEN drawn.state IN ('closed', 'withdrawn', 'invalid') THEN %(now)s - %(span)s * (a * 0.98 + 0.02)
             ELSE %(now)s - interval '9 days' * power(a, 3) END AS registered_at, old.registered_at AS old_at,
        CASE WHEN b < 0.1 THEN 'population-beside' ELSE 'population-centre' END AS centre,
        CASE WHEN n %% 100 = 0 THEN %(one_percent)s
             ELSE 'population-' || floor(59 * power(c, 2))::int END AS unit, d < 0.45 AS sent
    FROM drawn JOIN matters_matter AS old ON old.number = 'population-' || drawn.state
), answered AS (
    SELECT placed.*, centre.id AS centre_id, post.id AS centre_post_id, officer.user_id AS officer_id,
        CASE WHEN (n %% 100 = 0 OR sent) AND state IN ('closed', 'handling', 'answered', 'suspended', 'to_reply',
            'follow_up') THEN unit.id ELSE centre.id END AS unit_id,
        CASE WHEN n %% 100 = 0 OR sent OR state = 'offered' THEN unit.id END AS asked_id
    FROM placed JOIN directory_unit AS centre ON centre.code = placed.centre
    JOIN directory_unit AS unit ON unit.code = placed.unit
    JOIN directory_post AS post ON post.unit_id = centre.id AND post.code = 'intake'
    JOIN LATERAL (SELECT array_agg(user_id) AS users FROM directory_appointment WHERE post_id = post.id) AS staff ON true
    JOIN LATERAL (SELECT staff.users[1 + floor(e * cardinality(staff.users))::int] AS user_id) AS officer ON true
)
SELECT answered.*, registered_at - old_at AS shift, holder.post_id, holder.user_id AS holder_id,
    (%(topics)s::text[])[theme] AS topic, (%(natures)s::text[])[theme] AS nature,
    (%(places)s::text[])[place] || floor(d * 40 + 1) || '栋' || floor(e * 30 + 1) || '0' || floor(f * 4 + 1) AS spot,
    (%(words)s::text[])[theme] AS word, (%(openings)s::text[])[1 + floor(f * 8)::int] AS opening,
    (%(sinces)s::text[])[1 + floor(e * 8)::int] AS since, (%(tails)s::text[])[1 + floor(r * 8)::int] AS tail,
    (%(done)s::text[])[1 + floor(e * 6)::int] AS done, (%(said)s::text[])[1 + floor(d * 4)::int] AS said
FROM answered JOIN LATERAL (
    SELECT p.id AS post_id, a.user_id FROM directory_post AS p JOIN directory_appointment AS a ON a.post_id = p.id
    WHERE p.unit_id = answered.unit_id AND p.is_queue AND p.code <> 'director' ORDER BY p.id, a.id LIMIT 1
) AS holder ON true;
ALTER TABLE population_plan ADD PRIMARY KEY (id);
""",
    "matters": """
INSERT INTO matters_matter ({columns}, id, number, token, seq, title, topic, nature, channel, urgency, centre_id,
    responsible_unit_id, responsible_post_id, responsible_person_id, first_receiver_id, registered_at, ended_at,
    changed_at, may_mediate, objections, reopenings)
SELECT {old}, p.id, 'JJ-350000-' || extract(year FROM p.registered_at) || '-' || lpad(p.id::text, 7, '0'),
    md5(p.id::text), 100 + p.id, p.spot || p.word, p.topic, p.nature,
    CASE WHEN p.f < 0.6 THEN 'phone' WHEN p.f < 0.8 THEN 'walk_in' WHEN p.f < 0.95 THEN 'web' ELSE 'grid' END,
    CASE WHEN p.e < 0.02 THEN 'urgent' WHEN p.e < 0.1 THEN 'priority' ELSE 'normal' END, p.centre_id, p.unit_id,
    CASE WHEN p.r < 0.5 OR p.state IN ('to_triage', 'escalated', 'offered') THEN p.post_id END,
    CASE WHEN p.r >= 0.5 AND p.state NOT IN ('to_triage', 'escalated', 'offered') THEN p.holder_id END, p.officer_id,
    p.registered_at, old.ended_at + p.shift, old.changed_at + p.shift, false, (p.c < 0.04)::int, (p.d < 0.03)::int
FROM population_plan AS p JOIN matters_matter AS old ON old.id = p.old_id ORDER BY p.registered_at;
INSERT INTO ledger_chain (name, length, head)
SELECT 'matter:' || p.id, chain.length, chain.head
FROM population_plan AS p JOIN ledger_chain AS chain ON chain.name = 'matter:' || p.old_id ORDER BY p.registered_at;
""",
    "involvements": """
INSERT INTO matters_involvement (matter_id, unit_id, part, since)
SELECT id, centre_id, 'centre', registered_at FROM population_plan
UNION ALL
SELECT id, asked_id, CASE WHEN state = 'offered' THEN 'offered' ELSE 'lead' END, registered_at
FROM population_plan WHERE asked_id IS NOT NULL;
""",
    "reports": """
INSERT INTO intake_report (matter_id, received_at, occurred_at, occurred_note, place, narrative, reporter, may_contact,
    source, source_id, lng, lat, place_key, sketch)
SELECT p.id, p.registered_at, p.registered_at, '', p.spot, said.narrative, 'named', true, '', '', 118.6 + p.d / 5,
    25.4 + p.e / 5, alike.place_key, alike.sketch
FROM population_plan AS p JOIN population_said AS said ON said.id = p.id
JOIN population_alike AS alike ON alike.matter_id = p.id ORDER BY p.registered_at;
""",
    "parties": """
INSERT INTO intake_party (matter_id, role, name, phone, note, purpose, keep_until)
SELECT id, 'reporter', '来电人' || shop, '138' || lpad((floor(f * 40000000)::int)::text, 8, '0'), '', 'handling',
    (registered_at + interval '5 years')::date
FROM population_plan ORDER BY registered_at;
""",
    "answers": """
INSERT INTO dispatch_referral (matter_id, from_unit_id, to_unit_id, state, handover_note, route_row, offered_at,
    offered_by_id, objection, result_code, result_text, decided_at, decided_by_id, answered_at, answered_by_id,
    confirmed_at, confirmed_by_id)
SELECT id, centre_id, unit_id, 'confirmed', '请核实', '', registered_at, officer_id, '', 'settled', done, registered_at,
    holder_id, registered_at + interval '1 day', holder_id, registered_at + interval '2 days', officer_id
FROM population_plan WHERE state = 'closed' AND unit_id <> centre_id ORDER BY registered_at;
INSERT INTO followup_reply (matter_id, way, text, replied_at, replied_by_id)
SELECT id, 'phone', '关于' || spot || '：' || said, registered_at + interval '2 days', officer_id
FROM population_plan WHERE state IN ('closed', 'follow_up') ORDER BY registered_at;
""",
    "texts": """
INSERT INTO matters_searchtext (matter_id, part, source_id, registered_at, text)
SELECT p.id, 'title', 0, p.registered_at, matters_folded(m.title)
FROM population_plan AS p JOIN matters_matter AS m ON m.id = p.id
UNION ALL
SELECT p.id, 'report', 0, p.registered_at, matters_folded(r.place || E'\\n' || r.narrative)
FROM population_plan AS p JOIN intake_report AS r ON r.matter_id = p.id
UNION ALL
SELECT p.id, 'reply', r.id, p.registered_at, matters_folded(r.text)
FROM population_plan AS p JOIN followup_reply AS r ON r.matter_id = p.id
UNION ALL
SELECT p.id, 'result', r.id, p.registered_at, matters_folded(r.result_text)
FROM population_plan AS p JOIN dispatch_referral AS r ON r.matter_id = p.id
ORDER BY 4, 1;
""",
    "clocks": f"""
INSERT INTO obligations_clock ({{columns}}, matter_id, label, centre_id, owing_unit_id, owing_post_id, owing_person_id,
    {", ".join(_SHIFTED)})
SELECT {{old}}, p.id, 'JJ-' || p.id, p.centre_id, p.unit_id, p.post_id, NULL, {_SHIFT}
FROM population_plan AS p JOIN obligations_clock AS old ON old.matter_id = p.old_id ORDER BY p.registered_at;
""",
    "ledger": """
INSERT INTO ledger_entry ({columns}, chain, at, subject_id)
SELECT {old}, 'matter:' || p.id, old.at + p.shift, p.id::text
FROM population_plan AS p JOIN ledger_entry AS old ON old.chain = 'matter:' || p.old_id ORDER BY p.registered_at, old.seq;
""",
}
