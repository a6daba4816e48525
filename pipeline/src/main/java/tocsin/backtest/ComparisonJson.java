package tocsin.backtest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tocsin.backtest.Comparison.Pair;
import tocsin.backtest.Outcomes.Ending;
import tocsin.backtest.Outcomes.Judgement;
import tocsin.backtest.Outcomes.Paged;
import tocsin.backtest.Outcomes.Volume;

/// A comparison as JSON, whole.
public final class ComparisonJson {
    private ComparisonJson() {}

    /// The comparison.
    public static ObjectNode of(Comparison comparison) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("same", comparison.isSame());
        json.putObject("past").put("source", comparison.past().source()).put("records",
                comparison.past().moments().size());
        json.set("running", side(comparison, comparison.running(), comparison.volume().running()));
        json.set("candidate", side(comparison, comparison.candidate(), comparison.volume().candidate()));
        ObjectNode verdicts = json.putObject("verdicts").put("all", comparison.verdicts());
        verdicts.set("changed", judgements(comparison.changedVerdicts()));
        verdicts.set("deadlinesMoved", judgements(comparison.movedDeadlines()));
        counts(verdicts.putObject("findings"), comparison.findings());
        counts(json.putObject("findingsBesideVerdicts"), comparison.changedFindings());
        counts(json.putObject("shadowed"), comparison.shadowed());
        ObjectNode incidents = json.putObject("incidents").put("all", comparison.incidents());
        ArrayNode changed = incidents.putArray("changed");
        comparison.changedIncidents().forEach(pair -> {
            ObjectNode one = changed.addObject().put("openedBy", pair.key());
            one.set("running", ending(pair.running()));
            one.set("candidate", ending(pair.candidate()));
        });
        ObjectNode paged = json.putObject("paged").put("all", comparison.paged());
        pages(paged.putArray("newly"), comparison, comparison.newlyPaged());
        pages(paged.putArray("noLonger"), comparison, comparison.noLongerPaged());
        ObjectNode recipients = json.putObject("recipients");
        comparison.volumes().forEach(pair -> {
            ObjectNode one = recipients.putObject(pair.key());
            one.set("running", volume(pair.running()));
            one.set("candidate", volume(pair.candidate()));
        });
        return json;
    }

    private static ObjectNode side(Comparison comparison, Trial.Result side, @Nullable Volume volume) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("pack", side.pack()).put("packHash", side.hash());
        json.setAll(volume(volume));
        comparison.cost(side).ifPresent(cost -> json.put("smsCost", cost));
        ObjectNode leftOut = json.putObject("leftOut");
        side.leftOut().forEach((reason, count) -> leftOut.put(reason.name(), count));
        return json.put("sha256", side.fingerprint());
    }

    private static ArrayNode judgements(List<Pair<Judgement>> pairs) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        pairs.forEach(pair -> {
            ObjectNode one = array.addObject().put("report", pair.key());
            one.set("running", judgement(pair.running()));
            one.set("candidate", judgement(pair.candidate()));
        });
        return array;
    }

    private static com.fasterxml.jackson.databind.JsonNode judgement(@Nullable Judgement judgement) {
        if (judgement == null) {
            return JsonNodeFactory.instance.nullNode();
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("openedBy", judgement.incident());
        ArrayNode findings = json.putArray("findings");
        judgement.findings().forEach(findings::add);
        ArrayNode deadlines = json.putArray("deadlines");
        judgement.deadlines().forEach(deadlines::add);
        return json;
    }

    private static com.fasterxml.jackson.databind.JsonNode ending(@Nullable Ending ending) {
        return ending == null
                ? JsonNodeFactory.instance.nullNode()
                : JsonNodeFactory.instance.objectNode().put("incidentId", ending.id()).put("grade", ending.grade())
                        .put("state", ending.state());
    }

    private static ObjectNode volume(@Nullable Volume volume) {
        Volume known = volume == null ? new Volume(0, 0, 0) : volume;
        return JsonNodeFactory.instance.objectNode().put("messages", known.messages()).put("sms", known.sms())
                .put("smsParts", known.smsParts());
    }

    private static void counts(ObjectNode json, List<Pair<Integer>> pairs) {
        pairs.forEach(pair -> json.putObject(pair.key()).put("running", pair.running()).put("candidate",
                pair.candidate()));
    }

    private static void pages(ArrayNode array, Comparison comparison, List<Paged> pages) {
        pages.forEach(page -> array.addObject().put("openedBy", page.incident()).put("recipient", page.recipient())
                .put("incident", comparison.title(page.incident())));
    }
}
