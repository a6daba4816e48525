#!/usr/bin/env python3
"""Scorecards from an audit export, by nothing but Python's own library.

    ./tocsin audit export --out record
    python3 docs/examples/scorecards.py record 2026-03-01T00:00:00+08:00 2026-04-01T00:00:00+08:00

Prints the JSON that /api/v1/analytics/scorecards answers, without names: whoever doubts a figure computes it here.
"""
import json
import sys
from datetime import datetime, timezone
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

USES = {"SPECIAL": 5, "CIRCULATED": 4, "SOLICITED": 3, "SUMMARY": 2, "REFERENCE": 1}
LEVELS = {"NATIONAL": 5, "PROVINCIAL": 4, "CITY": 3}
BAOJI = {"LATE": -1, "FALSE": -2, "MISSED": -3, "CONCEALED": -4, "UNDER_GRADED": 0}
FIGURES = ["reports", "due", "onTime", "late", "lateReports", "missed", "incomplete", "contradicted", "corrected",
           "underGraded", "proposed", "confirmed", "dismissed", "excused", "appealed"]


def lines(folder, name):
    return [json.loads(line) for line in (Path(folder) / name).read_text(encoding="utf-8").splitlines() if line]


def millis(text):
    since = datetime.fromisoformat(text.replace("Z", "+00:00")) - datetime(1970, 1, 1, tzinfo=timezone.utc)
    return round(since.total_seconds() * 1000)


def places(number):
    return Decimal(number).quantize(Decimal("0.01"), ROUND_HALF_UP)


def nearest_rank(ordered, percent):
    return ordered[-(-len(ordered) * percent // 100) - 1]


def scorecards(folder, begin, end):
    begin, end = millis(begin), millis(end)

    def inside(text):
        return begin <= millis(text) < end

    unreal = {}
    for incident in lines(folder, "incidents.ndjson"):
        unreal[incident["incidentId"]] = incident["status"] != "ACTUAL"
    verdicts, found, cards = {}, {}, {}

    def card(agency):
        return cards.setdefault(agency, {"figures": {figure: set() for figure in FIGURES}, "delays": {}})

    for verdict in lines(folder, "verdicts.ndjson"):
        unknown = any(f["outcome"] in ("UNKNOWN_AGENCY", "UNVERIFIED_SENDER") for f in verdict["findings"])
        if verdict["status"] in (None, "ACTUAL") and not unreal.get(verdict["incidentId"]) and not unknown:
            verdicts.setdefault(verdict["agencyId"] + "/" + verdict["reportId"], verdict)
    for finding in [f for v in verdicts.values() for f in v["findings"]] + [
            f for f in lines(folder, "findings.ndjson") if not unreal.get(f["incidentId"])
            and (f["reportId"] is None or f"{f['agencyId']}/{f['reportId']}" in verdicts)]:
        if finding["agencyId"] is not None and inside(finding["at"]):
            found.setdefault(finding["findingId"], finding)

    for name, verdict in verdicts.items():
        if not inside(verdict["arrivedAt"]):
            continue
        figures = card(verdict["agencyId"])["figures"]
        figures["reports"].add(name)
        if verdict["kind"] == "CORRECTION":
            figures["corrected"].add(name)
        for deadline in verdict["deadlines"]:
            if deadline["metAt"] is None:
                continue
            event = f"{name}#{deadline['rule']}"
            figures["due"].add(event)
            figures["onTime" if deadline["lateMs"] is None else "late"].add(event)
            if deadline["lateMs"] is not None:
                figures["lateReports"].add(name)
            measured = card(verdict["agencyId"])["delays"].setdefault(deadline["clock"].lower(), {})
            measured.setdefault((name, deadline["startedAt"]),
                                max(0, millis(deadline["metAt"]) - millis(deadline["startedAt"])))

    duties = {}
    for finding in sorted(found.values(), key=lambda f: millis(f["at"])):
        if finding["reportId"] is None and finding["outcome"] in ("MISSING", "LATE"):
            duty = (finding["agencyId"], finding["rule"], finding["incidentId"])
            duties.setdefault(duty, []).append(finding)
    for verdict in verdicts.values():
        for deadline in verdict["deadlines"]:
            for finding in duties.get((verdict["agencyId"], deadline["rule"], verdict["incidentId"]), ()):
                at, due = millis(finding["at"]), millis(deadline["dueAt"])
                if deadline["metAt"] is not None and due <= at and (at <= millis(deadline["metAt"]) or at < due + 60000):
                    duties[verdict["agencyId"], deadline["rule"], verdict["incidentId"]].remove(finding)
                    break
    for finding in [finding for missed in duties.values() for finding in missed]:
        for figure in ("missed", "due"):
            card(finding["agencyId"])["figures"][figure].add(finding["findingId"])

    for finding in found.values():
        figures = card(finding["agencyId"])["figures"]
        report = f"{finding['agencyId']}/{finding['reportId']}" if finding["reportId"] is not None else None
        outcome = finding["outcome"]
        if report is not None and outcome == "INCOMPLETE":
            figures["incomplete"].add(report)
        if report is not None and outcome in ("CONTRADICTION", "CONFLICT"):
            figures["contradicted"].add(report)
        if outcome == "UNDER_GRADED":
            figures["underGraded"].add(finding["incidentId"] or finding["findingId"])

    standing, uses, instructions = {}, {}, {}
    for event in sorted(lines(folder, "timeline.ndjson"), key=lambda e: (e["desk"], e["sequence"])):
        said = event["detail"]
        report = f"{said.get('agencyId')}/{said.get('reportId')}"
        if event["kind"] in ("DECISION_PROPOSED", "DECIDED", "APPEALED"):
            standing[said["findingId"]] = (event, said)
        elif event["kind"] == "USED":
            uses[report] = (said["as"], said["images"] == "true")
        elif event["kind"] == "INSTRUCTED" and "level" in said and "reportId" in said:
            instructions.setdefault(report, set()).add(said["level"])
    charges = {}
    for finding_id in sorted(standing):
        event, said = standing[finding_id]
        if finding_id not in found:
            continue
        state = {"APPEALED": "appealed", "DECISION_PROPOSED": "proposed"}.get(event["kind"]) or said["decision"].lower()
        card(said["agencyId"])["figures"][state].add(finding_id)
        if state == "confirmed":
            subject = (f"{said['agencyId']}/{said['reportId']}" if "reportId" in said
                       else event["incidentId"] or finding_id)
            charges.setdefault((said["agencyId"], said["fault"], subject), finding_id)

    counts = sorted(len(c["figures"]["reports"]) for c in cards.values() if c["figures"]["reports"])
    answers = []
    for agency in sorted(cards):
        figures, delays = cards[agency]["figures"], cards[agency]["delays"]
        faults = [(fault, subject) for of, fault, subject in charges if of == agency]
        points, scored = Decimal(0), 0
        for report in figures["reports"] & set(uses):
            use, images = uses[report]
            scored += 1
            worth = Decimal(USES[use] + images + sum(LEVELS[level] for level in instructions.get(report, ())))
            subjects = (report, verdicts[report]["incidentId"])
            halved = any(subject in subjects and fault in ("LATE", "FALSE", "UNDER_GRADED") for fault, subject in faults)
            points += worth / 2 if halved else worth
        grave = sum(fault in ("MISSED", "CONCEALED") for fault, _ in faults)
        meizhou = places((points - 10 * grave) / max(1, scored)) if scored or grave else None
        base = max(Decimal(0), 80 + Decimal(sum(BAOJI[fault] for fault, _ in faults)))
        workload = Decimal(0)
        if counts:
            twice_median = counts[(len(counts) - 1) // 2] + counts[len(counts) // 2]
            sent = 2 * len(figures["reports"])
            workload = Decimal(20) if sent >= twice_median else places(Decimal(20 * sent) / twice_median)
        answers.append({
            "agencyId": agency,
            "figures": {figure: {"count": len(figures[figure]), "events": sorted(figures[figure])}
                        for figure in FIGURES},
            "delays": {clock: {"count": len(measured),
                               "medianMs": nearest_rank(sorted(measured.values()), 50),
                               "p90Ms": nearest_rank(sorted(measured.values()), 90),
                               "events": sorted({name for name, _ in measured})}
                       for clock, measured in sorted(delays.items())},
            "profiles": {"meizhou": None if meizhou is None else str(meizhou), "anhui": str(places(base + workload))}})
    return answers


if __name__ == "__main__":
    print(json.dumps(scorecards(*sys.argv[1:4]), ensure_ascii=False, indent=1))
