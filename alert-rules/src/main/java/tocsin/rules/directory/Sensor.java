package tocsin.rules.directory;

/// A sensor the directory knows.
///
/// @param id its id in readings
/// @param area the area it stands in
/// @param place where it stands, in words
/// @param latitude degrees north
/// @param longitude degrees east
public record Sensor(String id, String area, String place, double latitude, double longitude) {}
