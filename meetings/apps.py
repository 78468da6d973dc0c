from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"

    def ready(self) -> None:
        from meetings import (  # noqa: F401
            menu,
            policy,
            policy_papers,
            policy_record,
            verbs,
            verbs_papers,
            workflow,
            workflow_packs,
            workflow_record,
        )
        from meetings.notices import action_mail, digest, mail, polls, proposal_mail, record_mail  # noqa: F401
        from meetings.panels import (  # noqa: F401
            body,
            calendar,
            open_polls,
            outcomes,
            papers,
            proposals,
            series,
            session,
        )
        from meetings.services import addresses  # noqa: F401
