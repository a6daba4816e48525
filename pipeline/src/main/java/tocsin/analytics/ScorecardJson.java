package tocsin.analytics;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// Scorecards as JSON: every figure with the events behind it.
public final class ScorecardJson {

    private ScorecardJson() {}

    /// The scorecards of a period.
    ///
    /// @param names an agency's name by its id
    public static ObjectNode of(List<Scorecard> cards, Period period, Function<String, String> names) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("from", period.from().toString()).put("to",
                period.to().toString());
        ArrayNode all = json.putArray("scorecards");
        cards.forEach(card -> all.add(card(card, names.apply(card.agencyId()))));
        return json;
    }

    private static ObjectNode card(Scorecard card, String name) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("agencyId", card.agencyId()).put("name", name);
        ObjectNode figures = json.putObject("figures");
        for (Measure measure : Measure.values()) {
            ObjectNode figure = figures.putObject(measure.key()).put("count", card.count(measure));
            events(figure, card.events(measure));
        }
        ObjectNode delays = json.putObject("delays");
        card.delays().forEach((clock, measured) -> events(
                delays.putObject(clock.name().toLowerCase(Locale.ROOT)).put("count", measured.sorted().size())
                        .put("medianMs", measured.median().toMillis())
                        .put("p90Ms", measured.p90().toMillis()),
                measured.events()));
        ObjectNode profiles = json.putObject("profiles");
        for (Profile profile : Profile.values()) {
            Scorecard.Points points = card.points(profile);
            ObjectNode of = profiles.putObject(profile.key()).put("score", points.score());
            ArrayNode lines = of.putArray("lines");
            points.lines().forEach(line -> lines.addObject().put("why", line.why()).put("points", line.points())
                    .put("event", line.event()));
        }
        return json;
    }

    private static void events(ObjectNode figure, Collection<String> events) {
        ArrayNode names = figure.putArray("events");
        events.forEach(names::add);
    }
}
