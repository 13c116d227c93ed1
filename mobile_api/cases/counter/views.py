"""A case as the counter sees it: identity masked, who works on it, and what can be done now."""

from mobile_api.cases.applicants import shown_name
from mobile_api.cases.case_guide import answers_of, guide_of_case, masked_form
from mobile_api.cases.content_checks import flags_of
from mobile_api.cases.counter.offered import moves_offered
from mobile_api.cases.counter.queue.queries import claims_of
from mobile_api.cases.counter.schemas import StaffCaseView
from mobile_api.cases.models import ApplicantDetails, Case
from mobile_api.cases.status.postal import parcels_of_case
from mobile_api.cases.status.views import details_of_case, summary_fields
from mobile_api.shared.callers import Staff
from mobile_api.shared.text.masking import mask_id_number, mask_phone


async def staff_view(caller: Staff, case: Case) -> StaffCaseView:
    """The case for this member of the staff, masked also inside the form."""
    guide = await guide_of_case(case)
    details = await details_of_case(case, guide, await parcels_of_case(case))
    details["form"] = masked_form(case, guide)
    details["situation"] = answers_of(case, guide)
    applicant = case.applicant_details or ApplicantDetails()
    return StaffCaseView(
        **summary_fields(case),
        **details,
        applicant_masked=shown_name(case),
        id_number_masked=mask_id_number(applicant.id_number),
        phone_masked=mask_phone(applicant.phone),
        content_flags=await flags_of(case, guide),
        claim=(await claims_of(caller, [case])).get(case.id),
        moves=await moves_offered(caller, case),
    )
