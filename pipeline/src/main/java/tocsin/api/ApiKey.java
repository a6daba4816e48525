package tocsin.api;

import org.jspecify.annotations.Nullable;
import tocsin.intake.Role;

/// A key that may call the API; only its hash is known here.
///
/// @param name who holds it: the name that stands in the timeline
/// @param role what it may do
/// @param agency the one agency a reporter's key is bound to, or null
/// @param board the one board a board's key is bound to, or null
/// @param sha256 SHA-256 of the key, lower-case hexadecimal
public record ApiKey(String name, Role role, @Nullable String agency, @Nullable String board, String sha256) {}
