# fmt: off
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mediation", "0002_links")]
    operations = [
        migrations.AddConstraint(
            model_name='session',
            constraint=models.CheckConstraint(condition=models.Q(('room__isnull', False), models.Q(('place', ''), _negated=True), _connector='OR'), name='mediation_session_somewhere'),
        ),
        migrations.AddConstraint(
            model_name='readover',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('party__isnull', False), ('seat', None)), models.Q(('party', None), ('seat__isnull', False)), _connector='OR'), name='mediation_readover_who'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.UniqueConstraint(fields=('case', 'no'), name='mediation_proposal_no'),
        ),
        migrations.AddConstraint(
            model_name='presence',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('agent', None), ('participant', None), ('party__isnull', False), ('seat', None)), models.Q(('agent__isnull', False), ('participant', None), ('party', None), ('seat', None)), models.Q(('agent', None), ('participant__isnull', False), ('party', None), ('seat', None)), models.Q(('agent', None), ('participant', None), ('party', None), ('seat__isnull', False)), _connector='OR'), name='mediation_presence_one'),
        ),
        migrations.AddConstraint(
            model_name='passage',
            constraint=models.UniqueConstraint(fields=('session', 'step'), name='mediation_passage_once'),
        ),
        migrations.AddConstraint(
            model_name='line',
            constraint=models.UniqueConstraint(fields=('session', 'no'), name='mediation_line_no'),
        ),
        migrations.AddConstraint(
            model_name='line',
            constraint=models.UniqueConstraint(condition=models.Q(('key__isnull', False)), fields=('session', 'key'), name='mediation_line_key'),
        ),
        migrations.AddConstraint(
            model_name='exhibit',
            constraint=models.UniqueConstraint(fields=('case', 'no'), name='mediation_exhibit_no'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['draft', 'frozen', 'signed'])), fields=('case',), name='mediation_agreement_one_open'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('frozen_at', None), ('frozen_by', None)), models.Q(('frozen_at__isnull', False), ('frozen_by__isnull', False)), _connector='OR'), name='mediation_agreement_frozen'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'effective'), _negated=True), ('effective_at__isnull', False), _connector='OR'), name='mediation_agreement_effective'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.CheckConstraint(condition=models.Q(('copies__gte', 2)), name='mediation_agreement_copies'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.UniqueConstraint(condition=models.Q(('party__isnull', False)), fields=('agreement', 'digest', 'party'), name='mediation_sign_party'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.UniqueConstraint(condition=models.Q(('seat__isnull', False)), fields=('agreement', 'digest', 'seat'), name='mediation_sign_seat'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('party', None), ('seat', None), ('way', 'seal')), models.Q(models.Q(('way', 'seal'), _negated=True), models.Q(models.Q(('party__isnull', False), ('seat', None)), models.Q(('party', None), ('seat__isnull', False)), _connector='OR')), _connector='OR'), name='mediation_sign_who'),
        ),
        migrations.AddConstraint(
            model_name='term',
            constraint=models.UniqueConstraint(fields=('agreement', 'no'), name='mediation_term_no'),
        ),
        migrations.AddConstraint(
            model_name='term',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('amount__gt', 0), ('kind', 'pay')), models.Q(models.Q(('kind', 'pay'), _negated=True), ('amount', None)), _connector='OR'), name='mediation_term_amount'),
        ),
        migrations.AddConstraint(
            model_name='term',
            constraint=models.CheckConstraint(condition=models.Q(('debtor', models.F('creditor')), _negated=True), name='mediation_term_two'),
        ),
        migrations.AddConstraint(
            model_name='promise',
            constraint=models.UniqueConstraint(fields=('term', 'no'), name='mediation_promise_no'),
        ),
        migrations.AddConstraint(
            model_name='promise',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'kept'), _negated=True), ('kept_at__isnull', False), _connector='OR'), name='mediation_promise_kept'),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.CheckConstraint(condition=models.Q(('stars', None), models.Q(('stars__gte', 1), ('stars__lte', 5)), _connector='OR'), name='mediation_visit_stars'),
        ),
    ]
