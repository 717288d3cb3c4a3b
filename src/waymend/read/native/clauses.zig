//! Where clauses and items of lists begin, told by how sentences are built: by a subject, by the "my" or "the" of one, by a verb, by a number (clauses.py).
const std = @import("std");
const t = @import("types.zig");
const fold = @import("fold.zig");

const put_in = 4; // tokens of what is put in between commas, at least: with fewer it is a list
const point = 5; // tokens before the number of a point in which no bracket opens
const clause = 4; // tokens after a comma in which a verb shows that a clause began there

/// Whether all between two tokens is put in between commas: "his hepatitis C, caught in prison, was cured".
pub fn apposed(list: []const t.Token, last: u32, first: u32) bool {
    if (first < last + put_in or list[last].sign != ',' or list[first - 1].sign != ',') return false;
    switch (list[first].id) {
        .is, .are, .was, .were, .has, .have, .had => {},
        else => return false,
    }
    return !t.holds(list, ",;:.(", last + 1, first - 1);
}

/// What stands at a token: where something new begins, by how much of it ends there.
pub const here = struct {
    pub const turn = 1; // "but": all is new
    pub const ends = 2; // every turn, and what ends denials
    pub const breaks = 4; // a clause begins
    pub const cued = 8; // part of a cue
    pub const dash = 32; // between spaces
    pub const cause = 16; // what was once so was so with its cause
    pub const item = 64; // an item of a numbered list begins
    pub const doing = 128; // a cue that may be the verb with which a clause begins
};

/// The tokens of one sentence at which something new begins.
pub const Clauses = struct {
    list: []const t.Token,
    start: u32,
    end: u32,
    cues: []const t.Cue,
    places: []u8, // by token from `start`
    first_item: ?u32 = null,

    pub fn find(a: t.Allocator, found: t.Tokens, start: u32, end: u32, cues: []const t.Cue) t.Failed!Clauses {
        var s = Clauses{ .list = found.list, .start = start, .end = end, .cues = cues, .places = try a.alloc(u8, end - start) };
        @memset(s.places, 0);
        for (cues) |c| {
            const what: u8 = switch (c.kind) {
                .turns => here.turn | here.ends | here.cued,
                .ends => here.ends | here.cued,
                .causes => here.ends | here.cause | here.cued,
                .dash => here.dash | here.cued,
                else => here.cued,
            };
            for (s.places[c.first - start .. c.last - start]) |*p| p.* |= what;
            if (c.kind == .keeps or c.kind == .offer or c.kind == .planned or c.kind == .current) s.places[c.first - start] |= here.doing;
        }
        s.findBreaks();
        s.findItems(found);
        return s;
    }

    /// Where the items of a numbered list begin: "1) ?sepsis 2) ?DVT".
    fn findItems(s: *Clauses, found: t.Tokens) void {
        var buffer: [12]u8 = undefined;
        var told: u32 = 0;
        var begun: u32 = s.start;
        for (s.start..s.end - 1) |n| {
            if (!isPoint(s.list, n)) continue;
            const wanted = std.fmt.bufPrint(&buffer, "{d}", .{told + 1}) catch unreachable;
            if (!std.mem.eql(u8, found.word(n), wanted)) continue;
            if (told == 0) begun = @intCast(n);
            told += 1;
            s.places[n - s.start] |= here.item;
        }
        if (told > 1) s.first_item = begun;
    }

    /// Where a new clause begins, told by its subject, by the "my" or "the" of one, or by its verb.
    fn findBreaks(s: *Clauses) void {
        var before: t.Flags = .{};
        var begun = false; // a token that is more than apostrophes went before
        for (s.list[s.start..s.end], s.places, 0..) |token, *place, n| {
            if (token.isGap()) continue;
            if (token.isNumber() and n > 0) {
                const at: u32 = @intCast(s.start + n);
                const point_of_list = isPoint(s.list, at) and !t.holds(s.list, "(", @max(at -| point, s.start), at);
                if (point_of_list or s.list[at - 1].sign == ',') place.* |= here.breaks; // "no DVT, 3 cm abscess", "no pus 2) abscess"
            }
            if (token.sign == fold.OTHER) {
                place.* |= here.breaks; // an emoji, or another script: what stood before it is done
            } else if (place.* & here.doing != 0 and token.plain.verbs and n > 0 and joins(s.list[s.start + n - 1])) {
                place.* |= here.breaks; // "has never injected, takes methadone"
            } else if (begun and place.* & here.cued == 0 and (n == 0 or s.places[n - 1] & here.cued == 0)) {
                const word = token.plain;
                const verb = word.verbs and !before.articles; // no verb: "the shot"
                if ((word.beginsClause() and !before.links) or (verb and !before.lists)) {
                    place.* |= here.breaks;
                    if (verb) if (s.commaBefore(s.start + n)) |comma| {
                        s.places[comma + 1 - s.start] |= here.breaks;
                    };
                }
            }
            before = token.plain;
            begun = !token.plain_empty;
        }
        for (s.cues) |cue| if (cue.kind == .clause) if (s.commaBefore(cue.first)) |comma| {
            s.places[comma + 1 - s.start] |= here.breaks;
        };
    }

    /// The comma shortly before the verb of a clause, unless what follows it goes on with a list.
    fn commaBefore(s: *const Clauses, n: usize) ?usize {
        var m = n;
        const least = @max(n -| clause, s.start);
        while (m > least) {
            m -= 1;
            if (s.list[m].flags.either or s.list[m].flags.joins) return null;
            if (s.list[m].sign == ',') return m;
        }
        return null;
    }
};

/// Whether a number is that of a point of a list: "1) sepsis 2) abscess".
pub fn isPoint(list: []const t.Token, n: usize) bool {
    return list[n].isNumber() and list[n].len < 3 and n + 1 < list.len and list[n + 1].sign == ')';
}

/// Whether what follows a word is joined to what stands before it.
pub fn joins(token: t.Token) bool {
    return token.sign == ',' or token.flags.joins;
}

/// Whether a word or sign stands between two items of a list, which may differ in how they stand: "with", "&", "/".
pub fn joinsItems(token: t.Token) bool {
    return token.in("/+-") or token.flags.joins or token.flags.parting;
}
