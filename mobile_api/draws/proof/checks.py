"""What of a record can be compared before anything is computed anew, each as a step."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mobile_api.draws.proof import algorithm
from mobile_api.draws.proof.algorithm import PublishedIssue
from mobile_api.draws.proof.sources import agree, bits_of, least_bits, source_named
from mobile_api.draws.schemas import AnnouncedSource, DrawRecord, EntrySaid
from mobile_api.draws.states import DrawStatus
from mobile_api.shared.clock import in_beijing
from mobile_api.shared.errors import FieldFault

MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class CheckedStep:
    """One comparison. `holds` None: it cannot be made yet, or asks for a look by a person."""

    code: str
    holds: bool | None
    text: str
    winners: Sequence[str] = ()


def is_drawn(said: DrawRecord) -> bool:
    return said.status is DrawStatus.drawn or bool(said.drawn or said.seed or said.drawn_at)


def look_at_sources(said: DrawRecord) -> Iterator[CheckedStep]:
    faults = [one.message for one in faults_of_sources(said.sources)]
    bits = bits_of(one.name for one in said.sources)
    yield CheckedStep("sources", not faults, ";".join(faults) or f"公开随机数来源共{bits:.1f}比特")


def faults_of_sources(sources: Sequence[AnnouncedSource]) -> Iterator[FieldFault]:
    """What is wrong with sources as they are announced; also of each, too little in all."""
    seen: set[tuple[str, str]] = set()
    for place, one in enumerate(sources):
        for code, told in _faults_of_source(one):
            yield FieldFault(f"/sources/{place}", code, f"第{place + 1}个来源{told}")
        issues = {(one.name, one.issue), (one.name, one.fallback_issue)}
        if seen & issues:
            yield FieldFault(f"/sources/{place}", "issue_twice", f"第{place + 1}个来源的期用了两次")
        seen |= issues
    bits = bits_of(one.name for one in sources)
    if bits < least_bits():
        told = f"公开随机数只有{bits:.1f}比特,少于{least_bits():.0f}比特"
        yield FieldFault("/sources", "too_few_bits", told)


def _faults_of_source(one: AnnouncedSource) -> Iterator[tuple[str, str]]:
    known = source_named(one.name)
    issues = (one.issue, one.fallback_issue)
    if known is None:
        yield "source_unknown", "不在认可的名单中"
    elif one.issue == one.fallback_issue or not all(map(known.is_issue, issues)):
        yield "issue_malformed", "的期号不对"
    if one.fallback_closes_at <= one.closes_at:
        yield "fallback_not_later", "的备用期不晚于首选期"


def look_at_list(said: DrawRecord) -> Iterator[CheckedStep]:
    if said.list_text is None:
        yield CheckedStep("list", None, "名单尚未冻结")
        return
    try:
        entries = algorithm.entries_of(said.list_text)
    except ValueError:
        yield CheckedStep("list", False, "名单被改动:格式、顺序或重复不合规则")
        return
    holds = algorithm.list_sha256(said.list_text) == said.list_sha256
    told = f"名单共{len(entries)}个,摘要一致" if holds else "名单与冻结时公布的摘要不一致"
    yield CheckedStep("list", holds, told)


def look_at_times(said: DrawRecord) -> Iterator[CheckedStep]:
    used = [one.issue for one in said.entropy] or [one.issue for one in said.sources]
    closings = [one.closing_of(issue) for one, issue in zip(said.sources, used, strict=False)]
    instants = [
        ("公布承诺", said.committed_at),
        ("冻结名单", said.frozen_at),
        ("来源截止", min(closings)),
        ("全部来源截止", max(closings)),
        ("摇号", said.drawn_at),
    ]
    known = [(name, at) for name, at in instants if at is not None]
    wrong = [
        f"{later}({in_beijing(at)})不晚于{name}({in_beijing(before)})"
        for (name, before), (later, at) in pairwise(known)
        if at < before or (at == before and later != "全部来源截止")
    ]
    wrong += _entered_early(said)
    if is_drawn(said) and len(known) < len(instants):
        wrong.append("缺少冻结名单或摇号的时间")
    yield CheckedStep(
        "order", not wrong, ";".join(wrong) or "先承诺、再冻结名单、来源再截止、最后摇号"
    )


def _entered_early(said: DrawRecord) -> list[str]:
    closing = {
        (one.name, issue): one.closing_of(issue)
        for one in said.sources
        for issue in (one.issue, one.fallback_issue)
    }
    return [
        f"{one.name}的{one.issue}期在截止之前就已登记"
        for one in said.entries[:MOST_NAMED]
        if one.void is None and one.at < closing.get((one.name, one.issue), one.at)
    ]


def look_at_entropy(said: DrawRecord) -> Iterator[CheckedStep]:
    if not said.entropy:
        yield CheckedStep("entropy", None, "公开随机数尚未登记齐全")
        return
    faults = list(_faults_of_entropy(said))
    if not faults and algorithm.entropy_text(published(said)) != said.entropy_text:
        faults.append("公开随机数与参与计算的文字不一致")
    yield CheckedStep(
        "entropy", not faults, ";".join(faults) or "公开随机数齐全,顺序与事先公布的一致"
    )
    for one, used in zip(said.sources, said.entropy, strict=False):
        if used.issue == one.fallback_issue:
            told = f"{one.name}用了备用期{used.issue}:请到发布机构核对{one.issue}期确未公布"
            yield CheckedStep("fallback", None, told)


def _faults_of_entropy(said: DrawRecord) -> Iterator[str]:
    if [one.name for one in said.sources] != [one.name for one in said.entropy]:
        yield "公开随机数的来源或顺序与事先公布的不一致"
        return
    for announced, used in zip(said.sources, said.entropy, strict=True):
        known = source_named(used.name)
        if used.issue not in (announced.issue, announced.fallback_issue):
            yield f"{used.name}的期号与事先公布的不一致"
        if (
            known is None
            or not known.could_publish(used.values)
            or known.unordered is not used.unordered
        ):
            yield f"{used.name}的数字不合该来源的格式"


def look_at_two_people(said: DrawRecord) -> Iterator[CheckedStep]:
    """Two members of staff said the same of each issue that counts or was passed over."""
    if not said.entropy:
        return
    wanted: list[tuple[str, str, list[str] | None]] = []
    for announced, used in zip(said.sources, said.entropy, strict=False):
        if used.issue == announced.fallback_issue:
            wanted.append((used.name, announced.issue, None))
        wanted.append((used.name, used.issue, used.values))
    last = last_said(said.entries)
    lacking = [
        f"{name} {issue}"
        for name, issue, values in wanted
        if len(found := last[name, issue]) < 2
        or not agree(name, [values, *(one.values for one in found)])
    ]
    told = "不是两名工作人员一致登记:" + "、".join(lacking) if lacking else "均由两人一致登记"
    yield CheckedStep("two_people", not lacking, told)


def last_said(entries: Sequence[EntrySaid]) -> dict[tuple[str, str], list[EntrySaid]]:
    """By source and issue, the last word of each member of staff that was not declared void."""
    in_order = sorted(entries, key=lambda one: one.at)
    last = {(one.name, one.issue, one.by): one for one in in_order if one.void is None}
    found: dict[tuple[str, str], list[EntrySaid]] = defaultdict(list)
    for (name, issue, _), one in last.items():
        found[name, issue].append(one)
    return found


def published(said: DrawRecord) -> list[PublishedIssue]:
    return [PublishedIssue(one.name, one.issue, one.values, one.unordered) for one in said.entropy]
