//! What "it" is: a pronoun is read as the thing that was named last, and so is the "and" or comma after which it goes on (topics.py).
const std = @import("std");
const t = @import("types.zig");
const Reader = @import("reader.zig").Reader;

const before_it = 5; // tokens before a pronoun with which it may be one phrase: "cant really bend it"
const after_it = 8; // tokens after it

/// The thing that was named last in one text.
pub const Topic = struct {
    thing: t.Key = 0,

    /// Adds phrases of findings that the thing makes with the words beside what stands for it. told: those that stand in the sentence.
    pub fn add(topic: *Topic, a: t.Allocator, by: *const Reader, found: t.Tokens, start: u32, end: u32, told: []const t.Hit, more: *std.ArrayListUnmanaged(t.Hit)) t.Failed!void {
        var named: ?u32 = null; // where in this sentence
        for (found.list[start..end], start..) |*token, place| {
            const n: u32 = @intCast(place);
            const word = token.plain;
            if (word.things) {
                const within = for (found.list[@max(n -| 2, start)..n]) |before| {
                    if (before.flags.within) break true;
                } else false;
                if (!(within and named != null and named.? + 4 >= n)) topic.thing = token.key;
                named = n;
            } else if (topic.thing != 0 and (word.pronouns or (named != null and (word.joins or token.sign == ',')))) {
                const first = if (word.pronouns) @max(n -| before_it, start) else n;
                const kept = token.key;
                token.key = topic.thing;
                defer token.key = kept;
                for (try by.lexicon.hitsBegun(a, found, first, n + 1, @min(n + after_it, end), false)) |hit| {
                    if (hit.layer == .finding and n < hit.last and isNew(hit, told)) try more.append(a, hit);
                }
            }
        }
    }
};

/// Whether it tells something, and no phrase that stands there says more, or takes some of its words for itself.
fn isNew(hit: t.Hit, told: []const t.Hit) bool {
    if (hit.last - hit.first <= 1 or (hit.meanings.len == 1 and hit.meanings[0].nothing)) return false;
    for (told) |o| {
        if (o.layer == .finding and o.first < hit.last and hit.first < o.last and (o.last > hit.last or o.first < hit.first)) return false;
    }
    return true;
}
