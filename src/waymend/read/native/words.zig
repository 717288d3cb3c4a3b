//! The words that a guide names, by their letters, and what each word of a text is: looked up once, kept in a small cache of constant size.
const std = @import("std");
const t = @import("types.zig");
const lexicon = @import("lexicon.zig");
const stems = @import("stems.zig");

/// All that is known of a word by its letters alone.
pub const Info = struct {
    id: t.Id = .none,
    key: t.Key = 0,
    flags: t.Flags = .{},
    plain: t.Flags = .{},
    timed: t.Timed = .{},
};

/// A word of up to `LONG` letters as whole numbers, so that it is compared and hashed in a few steps. Longer words are worked out each time.
pub const LONG = 24;
const Letters = [3]u64;
/// What is kept of a word: its key, and which of the named words it is, with its apostrophes and without.
const Slot = struct { letters: Letters = .{ 0, 0, 0 }, key: t.Key = 0, id: t.Id = .none, plain: t.Id = .none };
const SLOTS = 1 << 13;

pub const Words = struct {
    ids: std.StringHashMapUnmanaged(t.Id) = .empty,
    list: std.ArrayListUnmanaged(t.Word) = .empty,
    signs: [128]Info = @splat(.{}),
    cache: []Slot = &.{},

    /// A table that holds the words which the code names.
    pub fn init(a: t.Allocator) t.Failed!Words {
        var w = Words{};
        inline for (@typeInfo(t.Id).@"enum".fields) |field| {
            try w.list.append(a, .{});
            if (field.value > 0) try w.ids.put(a, field.name, @enumFromInt(field.value));
        }
        w.cache = try a.alloc(Slot, SLOTS);
        @memset(w.cache, .{});
        return w;
    }

    /// The id of a word; it is learned if it is new. `letters` must live as long as the table.
    pub fn learn(w: *Words, a: t.Allocator, letters: []const u8) t.Failed!*t.Word {
        const found = try w.ids.getOrPut(a, letters);
        if (!found.found_existing) {
            found.value_ptr.* = @enumFromInt(w.list.items.len);
            try w.list.append(a, .{});
        }
        return &w.list.items[@intFromEnum(found.value_ptr.*)];
    }

    /// Once all words are learned: what each sign is.
    pub fn finish(w: *Words, lex: *const lexicon.Lexicon) void {
        for (&w.signs, 0..) |*info, sign| info.* = w.infoOf(&w.work(lex, &.{@intCast(sign)}));
    }

    /// What the word of `len` letters at `at` of `folded` is; `LONG` bytes past the last may be read.
    pub fn of(w: *const Words, lex: *const lexicon.Lexicon, folded: []const u8, at: usize, len: usize) Info {
        if (len > LONG) return w.infoOf(&w.work(lex, folded[at..][0..len]));
        const letters = pack(folded[at..][0..LONG], len);
        const slot = &w.cache[hash(letters) % SLOTS];
        if (slot.letters[0] != letters[0] or slot.letters[1] != letters[1] or slot.letters[2] != letters[2]) {
            slot.* = w.work(lex, folded[at..][0..len]);
            slot.letters = letters;
        }
        return w.infoOf(slot);
    }

    fn infoOf(w: *const Words, slot: *const Slot) Info {
        const word = &w.list.items[@intFromEnum(slot.id)];
        return .{ .id = slot.id, .key = slot.key, .flags = word.flags, .timed = word.timed, .plain = w.list.items[@intFromEnum(slot.plain)].flags };
    }

    fn work(w: *const Words, lex: *const lexicon.Lexicon, letters: []const u8) Slot {
        const id = w.ids.get(letters) orelse .none;
        const plain = if (std.mem.indexOfScalar(u8, letters, '\'') != null) w.plainId(letters) orelse .none else id;
        return .{ .key = lex.keyOf(letters), .id = id, .plain = plain };
    }

    fn plainId(w: *const Words, letters: []const u8) ?t.Id {
        var kept: stems.Buffer = undefined;
        const plain = stems.without(letters, &kept) orelse return null; // no guide names a word so long
        return w.ids.get(plain);
    }
};

fn pack(bytes: *const [LONG]u8, len: usize) Letters {
    var letters: Letters = undefined;
    inline for (0..3) |n| {
        const all = std.mem.readInt(u64, bytes[n * 8 ..][0..8], .little);
        const bits = (len -| n * 8) * 8;
        letters[n] = if (bits >= 64) all else all & ((@as(u64, 1) << @intCast(bits)) - 1);
    }
    return letters;
}

pub fn hash(letters: Letters) usize {
    var h = letters[0] *% 0x9e3779b97f4a7c15;
    h ^= (letters[1] *% 0xc2b2ae3d27d4eb4f) ^ (letters[2] *% 0x165667b19e3779f9);
    return @intCast((h ^ (h >> 29)) *% 0xbf58476d1ce4e5b9 >> 40);
}
