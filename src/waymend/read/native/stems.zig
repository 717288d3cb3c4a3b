//! What a word is known by: its stem. And how it is mistyped.
const std = @import("std");
const t = @import("types.zig");

/// No word of a guide is longer. A word of a text that is has no stem: nothing could hold it.
pub const LONGEST = 120;
pub const Buffer = [LONGEST]u8;

/// A word without its apostrophes; null when it is longer than any word of a guide.
pub fn without(word: []const u8, buffer: *Buffer) ?[]const u8 {
    var len: usize = 0;
    for (word) |b| {
        if (b == '\'') continue;
        if (len == buffer.len) return null;
        buffer[len] = b;
        len += 1;
    }
    return buffer[0..len];
}

const Ending = struct { text: []const u8, least: usize };
const ENDINGS = [_]Ending{
    .{ .text = "ings", .least = 4 }, .{ .text = "ing", .least = 4 }, .{ .text = "ied", .least = 3 }, .{ .text = "ies", .least = 3 },
    .{ .text = "in", .least = 4 },   .{ .text = "ed", .least = 4 },  .{ .text = "es", .least = 4 },  .{ .text = "s", .least = 3 },
};

/// A word without its ending: "pulses", "pulsing", "pulsed" are "puls". At least four letters stay. The letters are those of `word`, or lie in `buffer`,
/// which may hold `word` itself.
pub fn stem(given: []const u8, buffer: *Buffer) []const u8 {
    var word = given;
    if (word.len < 4 or word.len > LONGEST or word[0] < 'a' or word[0] > 'z') return word;
    for (ENDINGS) |ending| {
        if (!std.mem.endsWith(u8, word, ending.text) or word.len < ending.text.len + ending.least) continue;
        const single = ending.text.len == 1;
        if (single and one(word[word.len - 2], "sui")) continue;
        if (std.mem.eql(u8, ending.text, "in") and !dropsItsG(word)) continue;
        word = word[0 .. word.len - ending.text.len];
        if (std.mem.startsWith(u8, ending.text, "ie")) return withI(word, buffer);
        const last = word[word.len - 1];
        if (!single and ending.text[1] != 's' and last == word[word.len - 2] and one(last, "bdgmnprt"))
            word = word[0 .. word.len - 1]; // "throbbing", "throb"
        break;
    }
    if (word.len > 4 and word[word.len - 1] == 'e') return word[0 .. word.len - 1];
    return if (word.len > 4 and word[word.len - 1] == 'y') withI(word[0 .. word.len - 1], buffer) else word;
}

/// Whether the "in" at a word's end is an "ing": "shakin", "breathin", "puffin", not "heroin" or "cousin".
fn dropsItsG(word: []const u8) bool {
    if (one(word[word.len - 3], "kltzgnpdrvwy")) return true;
    const two = word[word.len - 4 .. word.len - 2];
    return for ([_][]const u8{ "th", "gh", "ch", "sh", "ff", "ss", "bb", "mm" }) |pair| {
        if (std.mem.eql(u8, two, pair)) break true;
    } else false;
}

fn one(b: u8, comptime among: []const u8) bool {
    return std.mem.indexOfScalar(u8, among, b) != null;
}

fn withI(word: []const u8, buffer: *Buffer) []const u8 {
    std.mem.copyForwards(u8, buffer[0..word.len], word);
    buffer[word.len] = 'i';
    return buffer[0 .. word.len + 1];
}

/// How a long word is often mistyped: a letter left out, doubled or single by mistake, or two that change places. The first stays.
pub fn misspellings(a: t.Allocator, word: []const u8) t.Failed![]const []const u8 {
    var found: std.ArrayListUnmanaged([]const u8) = .empty;
    for (1..word.len) |n| {
        try found.append(a, try std.mem.concat(a, u8, &.{ word[0..n], word[n + 1 ..] }));
        try found.append(a, try std.mem.concat(a, u8, &.{ word[0..n], word[n .. n + 1], word[n..] }));
        if (n + 1 < word.len and word[n] != word[n + 1])
            try found.append(a, try std.mem.concat(a, u8, &.{ word[0..n], word[n + 1 .. n + 2], word[n .. n + 1], word[n + 2 ..] }));
    }
    return found.items;
}
