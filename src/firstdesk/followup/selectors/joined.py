"""Reports joined to a matter, whose persons are to hear what came of it too."""

from firstdesk.followup.models import NotTold, Reply
from firstdesk.matters.models import Matter
from firstdesk.matters.selectors import joined_to


def untold(matter: Matter) -> list[Matter]:
    """The joined reports whose person can be reached and, since the newest answer, was neither told it nor noted with a
    reason why not. Whoever left no way to be reached finds the answer on the follow page."""
    joined = [each for each in joined_to(matter) if each.is_identified]
    answered = Reply.objects.filter(matter=matter).order_by("-replied_at").values_list("replied_at", flat=True).first()
    if not joined or answered is None:
        return []
    told = Reply.objects.filter(matter__in=joined, replied_at__gte=answered).values_list("matter_id", flat=True)
    noted = NotTold.objects.filter(matter__in=joined, noted_at__gte=answered).values_list("matter_id", flat=True)
    settled = {*told, *noted}
    return [each for each in joined if each.pk not in settled]
