package tocsin.observe;

import java.time.Duration;

/// Something stored that nobody has judged, or a page that has not been sent.
///
/// @param application who should have, such as `desk`
/// @param place where it lies: a topic and its partition, or a means
/// @param records how many, as far as known; at least one
/// @param since how long the oldest has waited
/// @param cause why, in a sentence for whoever looks after the system
public record Silence(String application, String place, long records, Duration since, String cause) {}
