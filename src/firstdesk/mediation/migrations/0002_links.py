# fmt: off
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import firstdesk.common.secrecy.fields


class Migration(migrations.Migration):
    dependencies = [("mediation", "0001_tables")]
    operations = [
        migrations.CreateModel(
            name='Session',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('no', models.PositiveSmallIntegerField()),
                ('state', models.CharField(choices=[('arranged', 'Arranged'), ('running', 'Running'), ('paused', 'Paused'), ('adjourned', 'Adjourned'), ('ended', 'Ended'), ('cancelled', 'Cancelled')], default='arranged', max_length=10)),
                ('edition', models.PositiveIntegerField(default=1)),
                ('place', models.CharField(blank=True, max_length=120)),
                ('period', django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                ('is_open', models.BooleanField(default=False)),
                ('begun_at', models.DateTimeField(null=True)),
                ('paused_at', models.DateTimeField(null=True)),
                ('breaks', models.JSONField(default=list)),
                ('ended_at', models.DateTimeField(null=True)),
                ('outcome', models.CharField(blank=True, max_length=15)),
                ('arranged_at', models.DateTimeField()),
                ('arranged_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('joined', models.ManyToManyField(blank=True, related_name='joint_sessions', to='mediation.case')),
                ('lead', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='mediation.case')),
                ('room', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='mediation.room')),
                ('shared', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='mediation.proposal')),
            ],
        ),
        migrations.CreateModel(
            name='ReadOver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('up_to', models.PositiveIntegerField()),
                ('digest', models.CharField(max_length=64)),
                ('way', models.CharField(choices=[('paper', 'Signed on paper'), ('touch', 'Signed on a screen'), ('refused', 'Would not sign, reason noted')], max_length=8)),
                ('words', firstdesk.common.secrecy.fields.SecretText(blank=True)),
                ('strokes', firstdesk.common.secrecy.fields.SecretText(blank=True)),
                ('read_at', models.DateTimeField()),
                ('by_agent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='read_overs', to='mediation.agent')),
                ('party', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='read_overs', to='mediation.party')),
                ('read_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('seat', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='read_overs', to='mediation.seat')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='read_overs', to='mediation.session')),
            ],
        ),
        migrations.AddField(
            model_name='proposal',
            name='session',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='mediation.session'),
        ),
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('came_at', models.DateTimeField()),
                ('left_at', models.DateTimeField(null=True)),
                ('agent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='presences', to='mediation.agent')),
                ('participant', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='presences', to='mediation.participant')),
                ('party', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='presences', to='mediation.party')),
                ('seat', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='presences', to='mediation.seat')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='presences', to='mediation.session')),
            ],
        ),
        migrations.CreateModel(
            name='Passage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(max_length=40)),
                ('evidence', models.JSONField(default=list)),
                ('note', firstdesk.common.secrecy.fields.SecretText(blank=True)),
                ('done_at', models.DateTimeField()),
                ('done_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='passages', to='mediation.session')),
            ],
        ),
        migrations.CreateModel(
            name='Line',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('no', models.PositiveIntegerField()),
                ('step', models.CharField(blank=True, max_length=40)),
                ('text', firstdesk.common.secrecy.fields.SecretText()),
                ('key', models.UUIDField(null=True)),
                ('said_at', models.DateTimeField()),
                ('agent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='mediation.agent')),
                ('corrects', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='mediation.line')),
                ('said_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('participant', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='mediation.participant')),
                ('party', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='mediation.party')),
                ('seat', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='mediation.seat')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='mediation.session')),
            ],
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('way', models.CharField(choices=[('present', 'In person'), ('phone', 'By phone'), ('sms', 'By SMS'), ('mail', 'By mail'), ('letter', 'By letter'), ('link', 'By their own link')], max_length=8)),
                ('text', firstdesk.common.secrecy.fields.SecretText()),
                ('proof_words', models.CharField(blank=True, max_length=200)),
                ('told_at', models.DateTimeField()),
                ('delivery', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='notices.delivery')),
                ('proof', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.file')),
                ('told_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='mediation.party')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='mediation.session')),
            ],
        ),
        migrations.CreateModel(
            name='Exhibit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('no', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('contract', 'Contract'), ('agreement', 'Agreement'), ('testimony', 'Statement of a witness'), ('photo', 'Photograph'), ('other', 'Other')], max_length=10)),
                ('title', firstdesk.common.secrecy.fields.SecretText()),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('proves', firstdesk.common.secrecy.fields.SecretText(blank=True)),
                ('shown_at', models.DateTimeField(null=True)),
                ('remarks', models.JSONField(default=dict)),
                ('entered_at', models.DateTimeField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exhibits', to='mediation.case')),
                ('entered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.file')),
                ('party', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='exhibits', to='mediation.party')),
                ('shown_in', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='exhibits', to='mediation.session')),
            ],
        ),
        migrations.CreateModel(
            name='Citation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('law', models.CharField(max_length=80)),
                ('article', models.CharField(max_length=40)),
                ('gist', models.TextField(blank=True)),
                ('cited_at', models.DateTimeField()),
                ('cited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='citations', to='mediation.session')),
            ],
        ),
        migrations.CreateModel(
            name='Caucus',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', firstdesk.common.secrecy.fields.SecretText()),
                ('noted_at', models.DateTimeField()),
                ('noted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='caucuses', to='mediation.party')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='caucuses', to='mediation.session')),
            ],
            options={
                'verbose_name_plural': 'caucuses',
            },
        ),
        migrations.AddField(
            model_name='agreement',
            name='session',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='agreements', to='mediation.session'),
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('way', models.CharField(choices=[('paper', 'On paper, scanned back'), ('touch', 'On a screen'), ('fingerprint', 'Fingerprint on paper, scanned back'), ('seal', 'Seal of the committee')], max_length=11)),
                ('digest', models.CharField(max_length=64)),
                ('strokes', firstdesk.common.secrecy.fields.SecretText(blank=True)),
                ('pages', models.PositiveSmallIntegerField(null=True)),
                ('signed_at', models.DateTimeField()),
                ('agent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='mediation.agent')),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='mediation.agreement')),
                ('party', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='mediation.party')),
                ('scan', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.file')),
                ('seat', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='mediation.seat')),
                ('signed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Term',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('no', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('pay', 'Pay money'), ('do', 'Do something'), ('refrain', 'Leave something off'), ('apologise', 'Apologise')], max_length=10)),
                ('what', firstdesk.common.secrecy.fields.SecretText()),
                ('amount', models.BigIntegerField(null=True)),
                ('manner', firstdesk.common.secrecy.fields.SecretText(blank=True)),
                ('place', firstdesk.common.secrecy.fields.SecretText(blank=True)),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='terms', to='mediation.agreement')),
                ('creditor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='is_owed', to='mediation.party')),
                ('debtor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='owes', to='mediation.party')),
            ],
        ),
        migrations.CreateModel(
            name='Promise',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('no', models.PositiveSmallIntegerField()),
                ('amount', models.BigIntegerField(null=True)),
                ('due_on', models.DateField()),
                ('state', models.CharField(choices=[('awaited', 'Not yet due'), ('kept', 'Performed'), ('broken', 'Not performed in time'), ('released', 'Released by the other side')], default='awaited', max_length=10)),
                ('kept_at', models.DateTimeField(null=True)),
                ('broken_at', models.DateTimeField(null=True)),
                ('proof_words', firstdesk.common.secrecy.fields.SecretText(blank=True)),
                ('proof', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.file')),
                ('term', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='promises', to='mediation.term')),
            ],
        ),
        migrations.CreateModel(
            name='Told',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('way', models.CharField(choices=[('signed', 'Signed the notice'), ('spoken', 'Said so, taken down'), ('link', 'Confirmed by their own link')], max_length=8)),
                ('told_at', models.DateTimeField()),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='told', to='mediation.party')),
                ('session', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='told', to='mediation.session')),
                ('told_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Urging',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('reminded', 'Reminded before the day'), ('urged', 'Urged'), ('court_told', 'Told of the way to court')], max_length=10)),
                ('words', firstdesk.common.secrecy.fields.SecretText(blank=True)),
                ('urged_at', models.DateTimeField()),
                ('promise', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='urgings', to='mediation.promise')),
                ('urged_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('way', models.CharField(choices=[('visit', 'Visit'), ('phone', 'By phone')], max_length=6)),
                ('is_performed', models.BooleanField(null=True)),
                ('stars', models.PositiveSmallIntegerField(null=True)),
                ('opinion', firstdesk.common.secrecy.fields.SecretText(blank=True)),
                ('news', firstdesk.common.secrecy.fields.SecretText(blank=True)),
                ('problem', firstdesk.common.secrecy.fields.SecretText(blank=True)),
                ('suit_filed', models.BooleanField(default=False)),
                ('next_action', models.TextField(blank=True)),
                ('visited_at', models.DateTimeField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='mediation.case')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='mediation.party')),
                ('visited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddConstraint(
            model_name='committee',
            constraint=models.CheckConstraint(condition=models.Q(('term_to__gt', models.F('term_from'))), name='mediation_committee_term'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['centre', '-applied_at'], name='mediation_case_centre'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['matter'], name='mediation_case_matter'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.UniqueConstraint(fields=('centre', 'year', 'seq'), name='mediation_case_number'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('state', 'applied')), ('state__in', ['failed', 'withdrawn', 'closed']), models.Q(models.Q(('state', 'applied'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='mediation_case_decided'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('ended_by__isnull', False), ('state__in', ['declined', 'closed'])), models.Q(models.Q(('state__in', ['declined', 'closed']), _negated=True), ('ended_at', None), ('ended_by', None)), _connector='OR'), name='mediation_case_ended'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['effective', 'performed', 'breached']), _negated=True), ('effective_at__isnull', False), _connector='OR'), name='mediation_case_effective'),
        ),
        migrations.AddConstraint(
            model_name='mediator',
            constraint=models.UniqueConstraint(fields=('committee', 'user'), name='mediation_mediator_once'),
        ),
        migrations.AddConstraint(
            model_name='mediator',
            constraint=models.CheckConstraint(condition=models.Q(('to_day__gte', models.F('from_day'))), name='mediation_mediator_term'),
        ),
        migrations.AddIndex(
            model_name='paper',
            index=models.Index(fields=['case', 'kind', '-made_at'], name='mediation_paper_kind'),
        ),
        migrations.AddConstraint(
            model_name='party',
            constraint=models.UniqueConstraint(fields=('case', 'no'), name='mediation_party_no'),
        ),
        migrations.AddConstraint(
            model_name='party',
            constraint=models.UniqueConstraint(condition=models.Q(('identity', ''), _negated=True), fields=('case', 'identity'), name='mediation_party_one_side', violation_error_message='The same person cannot stand on two sides, nor twice on one.'),
        ),
        migrations.AddConstraint(
            model_name='party',
            constraint=models.CheckConstraint(condition=models.Q(('side__gte', 1), ('side__lte', 9)), name='mediation_party_side'),
        ),
        migrations.AddConstraint(
            model_name='failure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reason', 'refused'), _negated=True), ('refusing__isnull', False), _connector='OR'), name='mediation_failure_refusing'),
        ),
        migrations.AddConstraint(
            model_name='failure',
            constraint=models.CheckConstraint(condition=models.Q(('is_urgent_report', False), models.Q(('reported_to', ''), _negated=True), _connector='OR'), name='mediation_failure_reported'),
        ),
        migrations.AddConstraint(
            model_name='copy',
            constraint=models.UniqueConstraint(fields=('agreement', 'no'), name='mediation_copy_no'),
        ),
        migrations.AddConstraint(
            model_name='copy',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('delivered_at', None), ('delivered_by', None)), models.Q(('delivered_at__isnull', False), ('delivered_by__isnull', False)), _connector='OR'), name='mediation_copy_delivered'),
        ),
        migrations.AddIndex(
            model_name='consent',
            index=models.Index(fields=['party', 'about', '-said_at'], name='mediation_consent_last'),
        ),
        migrations.AddConstraint(
            model_name='agent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('revoked_at', None), ('revoked_by', None)), models.Q(('revoked_at__isnull', False), ('revoked_by__isnull', False)), _connector='OR'), name='mediation_agent_revoked'),
        ),
        migrations.AddConstraint(
            model_name='agent',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from', None), ('valid_until', None), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='mediation_agent_period', violation_error_message='A mandate ends after it begins.'),
        ),
        migrations.AddConstraint(
            model_name='agent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('role', 'representative'), _negated=True), ('valid_until__isnull', False), _connector='OR'), name='mediation_agent_expires'),
        ),
        migrations.AddConstraint(
            model_name='partylink',
            constraint=models.UniqueConstraint(condition=models.Q(('is_ended', False)), fields=('party',), name='mediation_link_one'),
        ),
        migrations.AddConstraint(
            model_name='room',
            constraint=models.UniqueConstraint(fields=('centre', 'name'), name='mediation_room_name'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.UniqueConstraint(condition=models.Q(('left_at', None)), fields=('case', 'mediator'), name='mediation_seat_once'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.UniqueConstraint(condition=models.Q(('left_at', None), ('role', 'chair')), fields=('case',), name='mediation_seat_one_chair'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('declared_at', None), ('declared_by', None)), models.Q(('declared_at__isnull', False), ('declared_by__isnull', False)), _connector='OR'), name='mediation_seat_declared'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('left_at', None), ('left_by', None), ('left_why', '')), models.Q(('left_at__isnull', False), ('left_by__isnull', False), models.Q(('left_why', ''), _negated=True)), _connector='OR'), name='mediation_seat_left'),
        ),
        migrations.AddConstraint(
            model_name='challenge',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('is_granted', None)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('is_granted__isnull', False)), _connector='OR'), name='mediation_challenge_decided'),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=models.UniqueConstraint(fields=('lead', 'no'), name='mediation_session_no'),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('room__isnull', False), models.Q(('state', 'cancelled'), _negated=True)), expressions=[('room', '='), ('period', '&&')], name='mediation_session_room_once', violation_error_message='The room is taken at this time.'),
        ),
    ]
