package tocsin.rules;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The approved words of one kind of message on display boards: only the parameters it lists can fill them.
///
/// @param id its id
/// @param parameters the parameters it may be filled with
/// @param priority 1 to 255; the higher wins
/// @param shownFor how long it is shown at most
/// @param pages its lines, by language
public record BoardTemplate(String id, Set<String> parameters, int priority, Duration shownFor,
        Map<String, List<String>> pages) {
    /// The parameters a template may list: nothing a report says in words of its own can reach the public.
    public static final Set<String> ALLOWED = Set.of("drill", "issuer", "type", "area", "time", "grade", "incident");

    public BoardTemplate {
        parameters = Set.copyOf(parameters);
        pages = Map.copyOf(pages);
    }
}
