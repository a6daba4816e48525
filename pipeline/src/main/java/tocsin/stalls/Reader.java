package tocsin.stalls;

import java.util.function.Predicate;

/// An application that reads, as a stall names it.
///
/// @param application its name, such as `desk`
/// @param group its consumer group
/// @param topics which topics it reads
/// @param judges whether people wait for it: what it leaves unread is silence, and not only old figures
public record Reader(String application, String group, Predicate<String> topics, boolean judges) {}
