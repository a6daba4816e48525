package tocsin.rules.directory;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import tocsin.rules.Words;

/// An agency that reports.
///
/// @param id its id in reports and keys
/// @param name its name
/// @param area the area it belongs to
/// @param handles the types of event it is responsible for in its area
/// @param contact the official who is sent receipts of what it reported by telephone, SMS or mail; null for nobody
/// @param technicalContact the official who is told why a record of it was refused; null for nobody
/// @param issuers the issuers of official signals (预警信号) that it may speak for beside itself
public record Agency(String id, Words name, String area, Set<String> handles, @Nullable String contact,
        @Nullable String technicalContact, Set<String> issuers) {
    public Agency {
        handles = Set.copyOf(handles);
        issuers = Set.copyOf(issuers);
    }

    /// Whether it may speak for this issuer: for itself, by its id or a name, and for those it is given.
    public boolean speaksFor(String issuer) {
        String plain = issuer.strip();
        return plain.equals(id) || plain.equals(name.zh()) || plain.equals(name.en()) || issuers.contains(plain);
    }
}
