package tocsin.rules.directory;

import java.util.Optional;
import tocsin.rules.Words;

/// How a desk signs what it sends, and where it is called back.
///
/// @param desk the desk, by the code of its area
/// @param issuer the name it signs with; empty where the pack's own stands in
/// @param phone its call-back number, with its country: `+8653200000100`; empty where none is known
public record DeskContact(String desk, Optional<Words> issuer, Optional<String> phone) {}
