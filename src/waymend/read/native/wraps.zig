//! Where a program broke the lines of a text, so that a sentence goes on over the break (wraps.py).
const std = @import("std");

const narrow = 30; // characters: the least width at which a program wraps lines
const full_lines = 3; // lines that are full, at least; and three of five of those that another follows
const heading = 41; // characters of a heading before its colon
const white = " \t\r\n";

/// The width in characters at which a text was wrapped; 0 where lines end with what they tell. text: as it is folded; places: of its characters in what was given, if they are not the same.
pub fn widthOf(given: []const u8, text: []const u8, places: ?[]const u32) usize {
    if (std.mem.count(u8, text, "\n") < full_lines) return 0;
    var width: usize = 0;
    var lines = std.mem.splitScalar(u8, text, '\n');
    while (lines.next()) |line| width = @max(width, std.mem.trimRight(u8, line, white).len);
    if (width < narrow) return 0;
    var followed: usize = 0;
    var full: usize = 0;
    var capital: usize = 0;
    var begins_at: usize = 0;
    lines.reset();
    var before = lines.next().?;
    while (lines.next()) |line| {
        begins_at += before.len + 1;
        const filled = std.mem.trimRight(u8, before, white).len;
        const rest = std.mem.trimLeft(u8, std.mem.trimRight(u8, line, white), white);
        before = line;
        if (filled == 0 or rest.len == 0) continue;
        const first = begins_at + (line.len - std.mem.trimLeft(u8, line, white).len);
        followed += 1;
        full += @intFromBool(filled + 1 + length(text[first..]) > width);
        capital += @intFromBool(std.ascii.isUpper(given[if (places) |to| to[first] else first]));
    }
    return if (full >= full_lines and 5 * full >= 3 * followed and 2 * capital <= followed) width else 0;
}

/// Whether the white space at characters first…last of a text wrapped at a width is a break that the program put in.
pub fn isWrap(text: []const u8, first: usize, last: usize, width: usize) bool {
    if (std.mem.count(u8, text[first..last], "\n") != 1 or last >= text.len or first == 0) return false;
    if (text[first - 1] == ':' or begins(text[last..])) return false;
    const line = if (std.mem.lastIndexOfScalar(u8, text[0..first], '\n')) |at| at + 1 else 0;
    return first - line + 1 + length(text[last..]) > width;
}

/// Whether a line begins that is an item of a list, or has a heading.
fn begins(text: []const u8) bool {
    if (std.mem.indexOfScalar(u8, "-*#>[?", text[0]) != null) return true;
    var n: usize = 0;
    while (n < text.len and std.ascii.isDigit(text[n])) n += 1;
    if (n > 0) return n < text.len and std.mem.indexOfScalar(u8, ").]", text[n]) != null;
    if (!std.ascii.isLower(text[0])) return false;
    while (n < text.len and n < heading and (std.ascii.isLower(text[n]) or std.mem.indexOfScalar(u8, " /&-", text[n]) != null)) n += 1;
    return n < text.len and text[n] == ':';
}

/// How long the first word is of what follows, with the signs that stand at it.
fn length(text: []const u8) usize {
    return std.mem.indexOfAny(u8, text, white) orelse text.len;
}
