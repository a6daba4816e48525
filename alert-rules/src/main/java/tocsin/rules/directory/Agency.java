package tocsin.rules.directory;

import java.util.Set;
import tocsin.rules.Words;

/// An agency that reports.
///
/// @param id its id in reports and keys
/// @param name its name
/// @param area the area it belongs to
/// @param handles the types of event it is responsible for in its area
public record Agency(String id, Words name, String area, Set<String> handles) {
    public Agency {
        handles = Set.copyOf(handles);
    }
}
