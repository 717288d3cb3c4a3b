//! The guide's words, and the phrases that a text holds of them (lexicon.py).
const std = @import("std");
const t = @import("types.zig");
const fold = @import("fold.zig");
const stems = @import("stems.zig");
const automaton = @import("automaton.zig");
const patterns = @import("patterns.zig");
const Builder = @import("bundle.zig").Builder;
const Error = @import("bundle.zig").Error;

const AT_END = " $"; // after a cue that counts only where its part of the sentence ends
const GAP_WORDS = 8; // tokens that a gap of a phrase may hold
const MOST_FILLERS = 3; // small words like "is really" that may stand inside a phrase
/// Those whose phrases may hold small words, and end before the sign that they ask for at their end.
const filled_layers = std.EnumSet(t.Layer).initMany(&.{ .finding, .named, .option, .medical, .timed, .concern, .apart, .together, .hint });
const LAYERS = @typeInfo(t.Layer).@"enum".fields.len;
const Set = std.StringHashMapUnmanaged(void);

pub const Lexicon = struct {
    exact: Set = .empty,
    same: std.StringHashMapUnmanaged([]const u8) = .empty,
    keys: std.StringArrayHashMapUnmanaged(void) = .empty, // by Key; the first is ""
    small: std.ArrayListUnmanaged(struct { filler: bool = false, skipped: bool = false, unbridged: bool = false }) = .empty, // by Key
    automaton: *automaton.Automaton,
    signs: fold.Signs,
    common: []const []const u8 = &.{}, // words that tell of no finding by themselves
    headings: []const []const u8 = &.{}, // the last words of headings

    /// What a word of a text is known by; 0 when no phrase holds it.
    pub fn keyOf(lex: *const Lexicon, word: []const u8) t.Key {
        var buffer: stems.Buffer = undefined;
        const key = lex.keyText(word, &buffer) orelse return 0;
        return @intCast(lex.keys.getIndex(key) orelse 0);
    }

    /// The letters a word is known by; null for a word longer than any of a guide.
    pub fn keyText(lex: *const Lexicon, word: []const u8, buffer: *stems.Buffer) ?[]const u8 {
        var plain = word;
        if (std.mem.endsWith(u8, word, "'s")) {
            plain = word[0 .. word.len - 2];
        } else if (std.mem.indexOfScalar(u8, word, '\'') != null) {
            plain = stems.without(word, buffer) orelse return null;
        }
        if (plain.len == 0) plain = word; // an apostrophe alone
        if (plain.len > stems.LONGEST) return null;
        plain = lex.same.get(plain) orelse plain;
        return if (lex.exact.contains(plain)) plain else stems.stem(plain, buffer);
    }

    fn learnKey(lex: *Lexicon, b: *Builder, word: []const u8) Error!t.Key {
        var buffer: stems.Buffer = undefined;
        const text = lex.keyText(word, &buffer) orelse return b.fail("a word of the guide has more than {d} letters: {s}", .{ stems.LONGEST, word });
        const found = try lex.keys.getOrPut(b.a, text);
        if (!found.found_existing) {
            found.key_ptr.* = try b.a.dupe(u8, text);
            try lex.small.append(b.a, .{});
        }
        return @intCast(found.index);
    }

    /// The keys of a phrase of the guide.
    pub fn learnPhrase(lex: *Lexicon, b: *Builder, phrase: []const u8) Error![]const t.Key {
        const text = (try fold.fold(b.scratch, lex.signs, phrase)).text;
        var keys: std.ArrayListUnmanaged(t.Key) = .empty;
        var at: usize = 0;
        while (at < text.len) {
            const end = fold.tokenEnd(text, at);
            if (std.mem.indexOfScalar(u8, " \t\r\n", text[at]) == null) try keys.append(b.scratch, try lex.learnKey(b, text[at..end]));
            at = end;
        }
        return keys.items;
    }

    /// All phrases of a span of tokens, in order; in each layer the longest at its place, and none that lies inside an earlier one.
    pub fn hits(lex: *const Lexicon, a: t.Allocator, found: t.Tokens, start: u32, end: u32, cues_only: bool) t.Failed![]t.Hit {
        return lex.hitsBegun(a, found, start, end, end, cues_only);
    }

    /// The same, of phrases that begin before token `begun`.
    pub fn hitsBegun(lex: *const Lexicon, a: t.Allocator, found: t.Tokens, start: u32, begun: u32, end: u32, cues_only: bool) t.Failed![]t.Hit {
        var list: std.ArrayListUnmanaged(t.Hit) = .empty;
        var reach: [LAYERS]u32 = @splat(0); // by layer
        var best = Best{};
        var waiting: std.ArrayListUnmanaged(Way) = .empty;
        try list.ensureTotalCapacity(a, @min(begun - start, 16)); // most lists need not grow
        try waiting.ensureTotalCapacity(a, 16);
        lex.automaton.tidy();
        for (found.list[start..begun], start..) |token, at| {
            const first: u32 = @intCast(at);
            best.count = 0;
            if (try lex.automaton.begin(false, token.key)) |state| try lex.longest(found, state, first + 1, end, &best);
            if (!cues_only) {
                if (try lex.automaton.begin(true, token.key)) |state| try lex.longestWithFillers(a, &waiting, found, state, first + 1, end, &best);
            }
            for (best.list[0..best.count]) |one| {
                const layer = one.told.layer;
                if (one.last <= reach[@intFromEnum(layer)] and layer != .together) {
                    if (layer == .finding) try list.append(a, .{ .layer = .inner, .first = first, .last = one.last, .meanings = one.told.plain });
                    continue;
                }
                const all = one.told.all.len == one.told.plain.len or lex.inCapitals(found.slice(first, one.last));
                const kept = if (all) one.told.all else one.told.plain;
                if (kept.len > 0) {
                    reach[@intFromEnum(layer)] = one.last;
                    const closed = filled_layers.contains(layer) and one.last - first > 1 and std.mem.indexOfScalar(u8, ",.;", found.list[one.last - 1].sign) != null;
                    try list.append(a, .{ .layer = layer, .first = first, .last = one.last - @intFromBool(closed), .meanings = kept });
                }
            }
        }
        return list.items;
    }

    pub fn inCapitals(lex: *const Lexicon, given: []const u8) bool {
        var at: usize = 0;
        while (at < given.len) {
            const len = t.codePoint(given, at);
            if (len == 1 and given[at] >= 'a' and given[at] <= 'z') return false;
            const point = fold.decode(given[at..][0..len]);
            if (point < lex.signs.low.len and lex.signs.low[point]) return false;
            at += len;
        }
        return true;
    }

    fn longest(lex: *const Lexicon, found: t.Tokens, from: automaton.State, begin: u32, end: u32, best: *Best) t.Failed!void {
        var state = from;
        var at = begin;
        while (true) {
            for (lex.automaton.toldAt(state)) |*one| best.put(one, at, false);
            while (at < end and found.list[at].isGap()) at += 1;
            if (at >= end) return;
            state = try lex.automaton.step(state, found.list[at].key) orelse return;
            at += 1;
        }
    }

    /// The same, with up to three small words between two words of a phrase; both ways are tried where a small word may be one of the phrase.
    fn longestWithFillers(lex: *const Lexicon, a: t.Allocator, waiting: *std.ArrayListUnmanaged(Way), found: t.Tokens, from: automaton.State, begin: u32, end: u32, best: *Best) t.Failed!void {
        var way = Way{ .state = from, .at = begin };
        while (true) : (way = waiting.pop() orelse return) {
            while (true) {
                if (way.skipped == 0) for (lex.automaton.toldAt(way.state)) |*one| best.put(one, way.at, way.before);
                if (!lex.automaton.goesOn(way.state)) break;
                while (way.at < end and found.list[way.at].isGap()) way.at += 1;
                if (way.at >= end) break;
                const key = found.list[way.at].key;
                if (lex.automaton.bridges(way.state)) if (try lex.automaton.step(way.state, automaton.GAP)) |state| {
                    const quiet = lex.automaton.isQuiet(state);
                    for (way.at..@min(way.at + GAP_WORDS + 1, end)) |m| {
                        const next = &found.list[m];
                        const small = lex.small.items[next.key];
                        if (!quiet or next.isGap() or small.skipped or lex.automaton.mayStep(state, next.key))
                            try lex.wait(a, waiting, found, end, .{ .state = state, .at = @intCast(m), .before = true });
                        if (small.unbridged) break; // "gave no naloxone"
                    }
                };
                if (way.skipped < MOST_FILLERS and lex.small.items[key].skipped)
                    try lex.wait(a, waiting, found, end, .{ .state = way.state, .at = way.at + 1, .skipped = way.skipped + 1, .before = true });
                const state = try lex.automaton.step(way.state, key) orelse break;
                way = .{ .state = state, .at = way.at + 1, .before = way.before };
            }
        }
    }

    /// Keeps a way to be tried later. Where only the next word can say more it is looked at now: most ways end there.
    fn wait(lex: *const Lexicon, a: t.Allocator, waiting: *std.ArrayListUnmanaged(Way), found: t.Tokens, end: u32, way: Way) t.Failed!void {
        if (way.skipped == 0 and !lex.automaton.isQuiet(way.state) or lex.automaton.bridges(way.state)) return waiting.append(a, way);
        var at = way.at;
        while (at < end and found.list[at].isGap()) at += 1;
        if (at >= end) return;
        const key = found.list[at].key;
        if (way.skipped < MOST_FILLERS and lex.small.items[key].skipped) return waiting.append(a, way);
        const state = try lex.automaton.step(way.state, key) orelse return;
        try waiting.append(a, .{ .state = state, .at = at + 1, .before = way.before });
    }
};

/// A way through the phrases: `skipped` small words since the last word of the phrase, `before`: some before it.
const Way = struct { state: automaton.State, at: u32, skipped: u8 = 0, before: bool = false };

/// The longest phrase of each layer, layers in the order they were met.
const Best = struct {
    const One = struct { told: *const automaton.Told, last: u32 };
    list: [LAYERS]One = undefined,
    count: usize = 0,

    /// `before`: small words were left out; of two as long the one without wins.
    fn put(best: *Best, told: *const automaton.Told, last: u32, before: bool) void {
        for (best.list[0..best.count]) |*one| {
            if (one.told.layer != told.layer) continue;
            if (one.last < last or (one.last == last and !before)) one.* = .{ .told = told, .last = last };
            return;
        }
        best.list[best.count] = .{ .told = told, .last = last };
        best.count += 1;
    }
};

/// The lexicon of a bundle.
pub fn build(b: *Builder, told: std.json.ObjectMap) Error!Lexicon {
    const machine = try b.a.create(automaton.Automaton);
    const most = try b.number(try b.get(told, "states"));
    machine.* = .{ .a = b.a, .most = if (most >= 0 and most < 1e9) @intFromFloat(most) else return b.fail("a reader cannot keep {d} states", .{most}) };
    var lex = Lexicon{ .signs = b.signs, .automaton = machine };
    for ([_][]const u8{ "", patterns.GAP }) |key| {
        try lex.keys.put(b.a, key, {});
        try lex.small.append(b.a, .{});
    }
    for (try b.arrayAt(told, "exact")) |word| try lex.exact.put(b.a, try b.a.dupe(u8, try b.string(word)), {});
    try sameWords(b, &lex, told);
    inline for (.{ "fillers", "skipped" }) |list| {
        for (try b.arrayAt(told, list)) |word| {
            const small = &lex.small.items[try lex.learnKey(b, try b.string(word))];
            small.skipped = true;
            if (list[0] == 'f') small.filler = true;
        }
    }
    for (try b.arrayAt(told, "unbridged")) |word| lex.small.items[try lex.learnKey(b, try b.string(word))].unbridged = true;
    var teacher = patterns.Patterns{ .b = b, .lex = &lex, .groups = try b.objectAt(told, "groups") };
    for (try b.arrayAt(told, "phrases"), 0..) |value, line| try teachAll(b, &teacher, @truncate(line), try b.array(value));
    const fillers = try b.a.alloc(bool, lex.keys.count());
    for (fillers, lex.small.items) |*filler, small| filler.* = small.filler;
    try machine.finish(fillers);
    lex.common = try texts(b, try b.arrayAt(told, "common"));
    lex.headings = try headings(b, lex.signs, try b.arrayAt(told, "phrases"));
    b.words.finish(&lex);
    return lex;
}

fn texts(b: *Builder, list: []const std.json.Value) Error![]const []const u8 {
    const kept = try b.a.alloc([]const u8, list.len);
    for (kept, list) |*to, value| to.* = try b.a.dupe(u8, try b.string(value));
    return kept;
}

fn headings(b: *Builder, signs: fold.Signs, phrases: []const std.json.Value) Error![]const []const u8 {
    var found: std.ArrayListUnmanaged([]const u8) = .empty;
    for (phrases) |value| {
        const list = try b.array(value);
        if (t.layerOf(try b.string(list[0])) != .section) continue;
        for (list[2..]) |pattern| {
            const folded = (try fold.fold(b.a, signs, try b.string(pattern))).text;
            var at: usize = 0;
            var last: []const u8 = "";
            while (at < folded.len) {
                const end = fold.tokenEnd(folded, at);
                if (!std.mem.eql(u8, folded[at..end], " ")) last = folded[at..end];
                at = end;
            }
            if (last.len > 0) try found.append(b.a, last);
        }
    }
    return found.items;
}

/// Teaches [layer, meaning, patterns…], the phrases of a line of the lexicon.
fn teachAll(b: *Builder, teacher: *patterns.Patterns, line: u30, phrases: []const std.json.Value) Error!void {
    const letter = if (phrases.len > 2) try b.string(phrases[0]) else "";
    const layer = t.layerOf(letter);
    if (layer == null or layer == .inner) return b.fail("'{s}' is not a layer of phrases", .{letter});
    const meant = try meaning(b, layer.?, phrases[1]);
    const filled = !meant.nothing and filled_layers.contains(layer.?);
    for (phrases[2..]) |value| {
        const pattern = try b.string(value);
        const ends = std.mem.endsWith(u8, pattern, AT_END);
        if (ends and layer != .cue and layer != .after) return b.fail("only a cue can end in '{s}': {s}", .{ AT_END, pattern });
        const capitals = hasCapitals(pattern);
        const number = @as(u32, line) << 2 | @as(u32, @intFromBool(ends)) << 1 | @intFromBool(capitals);
        const said = try b.a.dupe(t.Meaning, &.{meant});
        said[0].at_end = ends;
        try teacher.teach(if (ends) pattern[0 .. pattern.len - AT_END.len] else pattern, .{
            .number = number,
            .layer = layer.?,
            .meaning = said,
            .capitals = capitals,
            .filled = filled,
        });
    }
}

fn meaning(b: *Builder, layer: t.Layer, value: std.json.Value) Error!t.Meaning {
    if (value == .null) return .{ .nothing = true };
    return switch (layer) {
        .finding, .option, .together => blk: {
            const pair = try b.array(value);
            if (pair.len != 2) return b.fail("a phrase means no finding and option", .{});
            const option = if (pair[1] == .null) t.no_name else try b.name(try b.string(pair[1]));
            break :blk .{ .about = try b.name(try b.string(pair[0])), .option = option };
        },
        .named, .concern, .apart, .denied, .vital, .timed, .hint, .deniable => .{ .about = try b.name(try b.string(value)) },
        .cue, .after => .{ .cue = std.meta.stringToEnum(t.CueKind, try b.string(value)) orelse .other_kind },
        .date => .{ .mark = std.meta.stringToEnum(t.MarkKind, try b.string(value)) orelse .unknown },
        .echo => .{ .echo = std.meta.stringToEnum(t.EchoKind, try b.string(value)) orelse .unknown },
        .sequel => .{ .sequel = std.meta.stringToEnum(t.SequelKind, try b.string(value)) orelse .unknown },
        .known => blk: {
            const pair = try b.array(value);
            if (pair.len != 2) return b.fail("a phrase by which a thing is known has no thing and role", .{});
            break :blk .{ .about = try b.name(try b.string(pair[0])), .role = std.meta.stringToEnum(t.Role, try b.string(pair[1])) orelse .none };
        },
        .section => .{ .section = std.meta.stringToEnum(t.Section, try b.string(value)) orelse .other },
        .result => .{ .result = std.meta.stringToEnum(t.ResultKind, try b.string(value)) orelse .passed },
        .size, .when => .{ .value = try b.number(value) },
        .unit => blk: {
            const pair = try b.array(value);
            if (pair.len != 2) return b.fail("a unit has no kind and factor", .{});
            const unit = std.meta.stringToEnum(t.UnitKind, try b.string(pair[0])) orelse .pregnancy;
            break :blk .{ .unit = unit, .value = try b.number(pair[1]) };
        },
        .medical => .{ .medicine = std.mem.eql(u8, try b.string(value), "medicine") },
        .standing, .route, .inner => .{},
    };
}

fn hasCapitals(pattern: []const u8) bool {
    var parts = std.mem.tokenizeAny(u8, pattern, " \t\r\n\x0b\x0c");
    while (parts.next()) |part| {
        var capital = false;
        for (part) |letter| {
            if (letter >= 'a' and letter <= 'z') break;
            if (letter >= 'A' and letter <= 'Z') capital = true;
        } else if (capital and part.len > 1) return true;
    }
    return false;
}

/// What people type for a word: as the guide lists it, and misspellings by rule of its long words.
fn sameWords(b: *Builder, lex: *Lexicon, told: std.json.ObjectMap) Error!void {
    var listed = (try b.objectAt(told, "same")).iterator();
    while (listed.next()) |entry| {
        const word = try b.a.dupe(u8, entry.key_ptr.*);
        for (try b.array(entry.value_ptr.*)) |other| try lex.same.put(b.a, try b.a.dupe(u8, try b.string(other)), word);
    }
    var known: Set = .empty;
    for (try b.arrayAt(told, "phrases")) |phrases| {
        const list = try b.array(phrases);
        for (list[@min(2, list.len)..]) |pattern| {
            var parts = std.mem.tokenizeAny(u8, try b.string(pattern), " \t\r\n\x0b\x0c");
            while (parts.next()) |part| try known.put(b.scratch, part, {});
        }
    }
    for (try b.arrayAt(told, "not_misspelled")) |word| try known.put(b.scratch, try b.string(word), {});
    for (try b.arrayAt(told, "misspelled")) |value| {
        const word = try b.a.dupe(u8, try b.string(value));
        for (try stems.misspellings(b.a, word)) |other| {
            if (known.contains(other)) continue;
            const found = try lex.same.getOrPut(b.a, other);
            if (!found.found_existing) found.value_ptr.* = word;
        }
    }
}
