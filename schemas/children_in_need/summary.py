"""What is read before a children in need return is signed."""

from schemas.summary import Breakdown, Figures, Holding, Records, Summary

CHILD = "Child"
EPISODE = "CINdetails"

SUMMARY = Summary(
    headline=("Sex", "PersonBirthDate", "Ethnicity"),
    tables=(
        Figures(
            "Children",
            (
                Records("Children in the return", CHILD),
                Records("Referrals and episodes", EPISODE),
                Holding("Episodes with a child in need plan", EPISODE, "CINPlanDates"),
                Holding("Episodes with a child protection plan", EPISODE, "ChildProtectionPlans"),
                Holding(
                    "Episodes with an open child protection plan", EPISODE, "ChildProtectionPlans", absent="CPPendDate"
                ),
            ),
        ),
        Breakdown("Children by ethnicity and sex", CHILD, "Ethnicity", across="Sex"),
        Breakdown("Episodes by main need", EPISODE, "PrimaryNeedCode"),
        Breakdown("Referrals by source", EPISODE, "ReferralSource"),
        Breakdown("Episodes by reason for closure", EPISODE, "ReasonForClosure"),
        Breakdown(
            "Child protection plans by latest category of abuse", "ChildProtectionPlans", "LatestCategoryOfAbuse"
        ),
        Figures(
            "Assessments and enquiries",
            (
                Records("Assessments", "Assessments"),
                Records("Section 47 enquiries", "Section47"),
            ),
        ),
    ),
)
