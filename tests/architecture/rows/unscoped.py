"""Of the scope of cases, what asks for a case whoever's it is: who may, and why."""

UNSCOPED = {
    "locked_for_nobody": {
        "mobile_api/cases/deadlines.py": "the law's own clock runs out",
        "mobile_api/cases/content_checks.py": "a submission is shown to WeChat's check",
        "mobile_api/cases/post/tasks.py": "nobody gave an address in time",
        "mobile_api/cases/post/following.py": "a parcel of the case arrived, or did not",
        "mobile_api/cases/status/service.py": "a service to the case has begun or is over",
        "mobile_api/cases/transfer/service.py": "the door for handoffs",
        "mobile_api/handoff/incoming/service.py": "its taking city corrects it or takes it back",
        "mobile_api/handoff/incoming/arriving.py": "its correction is there",
        "mobile_api/handoff/incoming/following.py": "its taking city is told",
        "mobile_api/handoff/outgoing/scope.py": "another city tells of a case that it was handed",
        "mobile_api/handoff/outgoing/following.py": "what is all online goes by itself",
    },
    "numbered": {
        "mobile_api/cases/status/queries.py": "a stranger, who proves the second factor",
        "mobile_api/cases/post/following.py": "the post names a case by its number",
    },
}
