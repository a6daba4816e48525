package tocsin.rules;

import java.util.List;
import java.util.Map;

/// What may be shown on display boards, and who is asked.
///
/// @param ask the audiences asked to approve
/// @param rules when a message is proposed
/// @param templates the approved words, by id
public record BoardBook(List<String> ask, List<BoardRule> rules, Map<String, BoardTemplate> templates) {
    /// The book of a pack that has no boards.
    static final BoardBook NONE = new BoardBook(List.of(), List.of(), Map.of());
}
