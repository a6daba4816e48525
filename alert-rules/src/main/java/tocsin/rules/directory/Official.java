package tocsin.rules.directory;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tocsin.v1.ChannelKind;

/// A person who can be told.
///
/// @param id their id
/// @param name their name
/// @param desk the desk they belong to
/// @param roles their standing roles there
/// @param language the language they are told in, BCP 47
/// @param addresses where they are reached, by means
/// @param enrolled whether exercises may reach them through live credentials
public record Official(String id, String name, String desk, Set<String> roles, String language,
        Map<ChannelKind, String> addresses, boolean enrolled) {
    /// Where they are reached by this means, if they are.
    public Optional<String> address(ChannelKind channel) {
        return Optional.ofNullable(addresses.get(channel));
    }
}
