//! The words of a lexicon that a block must hold one of: what holds none is passed over. blocks.py says why; built when the first long text comes.
const std = @import("std");
const t = @import("types.zig");
const fold = @import("fold.zig");
const stems = @import("stems.zig");
const automaton = @import("automaton.zig");
const Lexicon = @import("lexicon.zig").Lexicon;

const SHORTEST = 2; // letters of a word that can tell of a finding by itself
const ENDINGS = [_][]const u8{ "", "s", "es", "ed", "in", "ing", "ings", "ied", "ies", "y", "e" };
const Set = std.StringHashMapUnmanaged(void);

pub const Sieve = struct {
    words: Set,
    longest: usize,

    /// Whether a folded text may hold a mention or a heading. Its words are runs of letters, digits and colons without apostrophes;
    /// a colon after a space belongs to the word before, as Python's `replace(" :", ": ")` makes it.
    pub fn passes(s: *const Sieve, text: []const u8) bool {
        var word: [stems.LONGEST + 8]u8 = undefined;
        var len: usize = 0;
        var space = false; // a space that stands before the next character
        for (text) |byte| {
            const kind = KINDS[byte];
            if (kind == .nothing) continue;
            if (kind == .letter) {
                if (space) {
                    if (s.has(word[0..@min(len, word.len)])) return true;
                    len = 0;
                    space = false;
                }
                if (len < word.len) word[len] = byte;
                len += 1;
            } else if (kind == .colon) {
                if (len < word.len) word[len] = ':';
                len += 1;
                if (space) {
                    // " :" is ": " now; the space that ends the word comes after the colon, and is not looked at again
                    if (s.has(word[0..@min(len, word.len)])) return true;
                    len = 0;
                    space = false;
                }
            } else {
                if (space) {
                    if (s.has(word[0..@min(len, word.len)])) return true;
                    len = 0;
                }
                space = true;
            }
        }
        return s.has(word[0..@min(len, word.len)]);
    }

    fn has(s: *const Sieve, word: []const u8) bool {
        return word.len > 0 and word.len <= s.longest and s.words.contains(word);
    }

    fn keep(s: *Sieve, a: t.Allocator, word: []const u8, but: *const Set) t.Failed!void {
        if (but.contains(word)) return;
        try s.words.put(a, try a.dupe(u8, word), {});
        s.longest = @max(s.longest, word.len);
    }
};

const Sort = enum { letter, colon, nothing, space };
const KINDS: [256]Sort = blk: {
    var kinds: [256]Sort = @splat(.space);
    for (0..128) |b| if (std.ascii.isAlphanumeric(@intCast(b))) {
        kinds[b] = .letter;
    };
    kinds[':'] = .colon;
    kinds['\''] = .nothing;
    break :blk kinds;
};

/// a keeps the sieve; scratch is needed only while it is built.
pub fn build(a: t.Allocator, scratch: t.Allocator, lex: *const Lexicon) t.Failed!Sieve {
    var ordinary: Set = .empty;
    for (lex.common) |word| {
        try ordinary.put(scratch, word, {});
        const begun = if (std.mem.endsWith(u8, word, "e")) word[0 .. word.len - 1] else word;
        inline for (.{ "s", "es", "ed", "ing" }) |ending| try ordinary.put(scratch, try join(scratch, begun, ending), {});
        try ordinary.put(scratch, try join(scratch, word, "s"), {});
    }
    const keys = try telling(scratch, lex, &ordinary);
    var words: Set = .empty;
    var buffer: stems.Buffer = undefined;
    var listed = lex.same.keyIterator();
    while (listed.next()) |word| {
        if (keys.contains(lex.keyText(word.*, &buffer) orelse continue)) try words.put(scratch, word.*, {});
    }
    var form: [2 * stems.LONGEST]u8 = undefined;
    var each = keys.keyIterator();
    while (each.next()) |key| {
        @memcpy(form[0..key.len], key.*);
        for ([_]usize{ key.len, key.len + 1, key.len - 1 }) |begun| {
            form[key.len] = key.*[key.len - 1]; // doubled, as in "throbbing"
            for (ENDINGS) |ending| {
                @memcpy(form[begun..][0..ending.len], ending);
                const word = form[0 .. begun + ending.len];
                if (is(lex.keyText(word, &buffer), key.*) or is(stems.stem(word, &buffer), key.*)) try words.put(scratch, try scratch.dupe(u8, word), {});
            }
        }
    }
    var sieve = Sieve{ .words = .empty, .longest = 0 };
    var all = words.keyIterator();
    while (all.next()) |word| {
        try sieve.keep(a, word.*, &ordinary);
        try sieve.keep(a, try join(scratch, word.*, "s"), &ordinary);
    }
    for (lex.headings) |heading| try sieve.keep(a, try join(scratch, heading, ":"), &Set.empty);
    return sieve;
}

fn is(word: ?[]const u8, key: []const u8) bool {
    return word != null and std.mem.eql(u8, word.?, key);
}

fn join(a: t.Allocator, word: []const u8, ending: []const u8) t.Failed![]const u8 {
    return std.mem.concat(a, u8, &.{ word, ending });
}

/// Keys of which every phrase of a finding holds one, but for phrases of common words alone: of each pattern the part that brings the fewest new ones.
fn telling(a: t.Allocator, lex: *const Lexicon, ordinary: *const Set) t.Failed!Set {
    const rare = try a.alloc(bool, lex.keys.count());
    for (rare, lex.keys.keys(), lex.small.items) |*one, key, small| {
        one.* = key.len >= SHORTEST and !small.skipped;
        for (key) |letter| one.* = one.* and letter >= 'a' and letter <= 'z';
    }
    var each = ordinary.keyIterator();
    var buffer: stems.Buffer = undefined;
    while (each.next()) |word| {
        const key = lex.keyText(word.*, &buffer) orelse continue;
        if (lex.keys.getIndex(key)) |at| rare[at] = false;
    }
    var teller = Telling{ .a = a, .lex = lex, .rare = rare, .found = try a.alloc(bool, rare.len) };
    @memset(teller.found, false);
    try teller.all();
    var keys: Set = .empty;
    for (teller.found, lex.keys.keys()) |found, key| if (found) try keys.put(a, key, {});
    return keys;
}

const Options = []const []const t.Key; // the rare keys of each option of a part

const Telling = struct {
    a: t.Allocator,
    lex: *const Lexicon,
    rare: []const bool, // by Key
    found: []bool,
    parts: std.AutoHashMapUnmanaged(automaton.Node, Options) = .empty,

    fn all(x: *Telling) t.Failed!void {
        const m = x.lex.automaton;
        var open: std.ArrayListUnmanaged([]const Options) = .empty; // patterns of which more than one part would do
        var row: std.ArrayListUnmanaged(Options) = .empty;
        for (m.slots.items) |slot| {
            if (slot.part != automaton.none) {
                try row.append(x.a, try x.rareOf(slot.part));
                continue;
            }
            defer row.clearRetainingCapacity();
            if (!isSaid(m.says.items[slot.pattern].layer)) continue;
            var would_do: std.ArrayListUnmanaged(Options) = .empty;
            for (row.items) |options| if (wouldDo(options)) try would_do.append(x.a, options);
            if (would_do.items.len > 1) {
                try open.append(x.a, would_do.items);
            } else for (if (would_do.items.len == 1) would_do.items else row.items) |options| x.add(options);
        }
        for (open.items) |would_do| {
            var best = would_do[0];
            for (would_do[1..]) |options| {
                if (x.news(options) < x.news(best)) best = options;
            }
            x.add(best);
        }
    }

    fn rareOf(x: *Telling, part: automaton.Node) t.Failed!Options {
        const known = try x.parts.getOrPut(x.a, part);
        if (!known.found_existing) {
            const options = try x.lex.automaton.options(x.a, part);
            const rare = try x.a.alloc([]const t.Key, options.len);
            for (rare, options) |*kept, keys| {
                var list: std.ArrayListUnmanaged(t.Key) = .empty;
                for (keys) |key| if (x.rare[key]) try list.append(x.a, key);
                kept.* = list.items;
            }
            known.value_ptr.* = rare;
        }
        return known.value_ptr.*;
    }

    fn isNew(x: *const Telling, keys: []const t.Key) bool {
        for (keys) |key| if (x.found[key]) return false;
        return true;
    }

    /// How many keys a part would bring.
    fn news(x: *const Telling, options: Options) usize {
        var count: usize = 0;
        for (options) |keys| count += @intFromBool(x.isNew(keys));
        return count;
    }

    fn add(x: *Telling, options: Options) void {
        for (options) |keys| {
            if (keys.len == 0 or !x.isNew(keys)) continue;
            var longest = keys[0];
            for (keys[1..]) |key| {
                if (x.letters(key) > x.letters(longest)) longest = key;
            }
            x.found[longest] = true;
        }
    }

    fn letters(x: *const Telling, key: t.Key) usize {
        return x.lex.keys.keys()[key].len;
    }
};

/// Whether each option of a part holds a rare key.
fn wouldDo(options: Options) bool {
    for (options) |keys| if (keys.len == 0) return false;
    return true;
}

fn isSaid(layer: t.Layer) bool {
    return switch (layer) {
        .finding, .named, .concern, .apart, .denied, .vital, .together, .hint, .deniable => true,
        else => false,
    };
}
