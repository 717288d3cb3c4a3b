//! What the library offers to Python and to the app. Text is UTF-8 (a lone surrogate's three bytes too); any bytes are read without harm.
//! What `out` points to belongs to the handle, and holds until its next call. One handle reads one text at a time.
const std = @import("std");
const builtin = @import("builtin");
const t = @import("types.zig");
const blocks = @import("blocks.zig");
const bundle = @import("bundle.zig");
const fold = @import("fold.zig");
const reader = @import("reader.zig");
const sieve = @import("sieve.zig");
const words = @import("words.zig");

const heap = if (builtin.cpu.arch.isWasm()) std.heap.wasm_allocator else std.heap.page_allocator;
const MOST = std.math.maxInt(u32) - 1024; // bytes of one text: places are whole numbers of 32 bits
const KEPT = 1 << 20;

pub const Code = enum(i32) { done = 0, memory = -1, bundle = -2, long = -3 };

pub const Out = extern struct {
    text: [*]const u8 = "",
    len: usize = 0,
    section: u32 = 0, // where the next piece stands
    at: u64 = 0, // characters before it

    fn say(out: *Out, text: []const u8) void {
        out.text = text.ptr;
        out.len = text.len;
    }
};

/// One guide's reader, and the memory it works in.
const Handle = struct {
    kept: std.heap.ArenaAllocator,
    block: std.heap.ArenaAllocator,
    piece: std.heap.ArenaAllocator,
    out: std.ArrayListUnmanaged(u8) = .empty,
    by: reader.Reader = undefined,
    sieve: ?sieve.Sieve = null, // built when the first long text comes

    fn init() t.Failed!*Handle {
        const h = try heap.create(Handle);
        h.* = .{ .kept = .init(heap), .block = .init(heap), .piece = .init(heap) };
        return h;
    }

    fn deinit(h: *Handle) void {
        h.kept.deinit();
        h.block.deinit();
        h.piece.deinit();
        h.out.deinit(heap);
        heap.destroy(h);
    }

    fn begin(h: *Handle, len: usize, weekday: i32, hour: f64, year: i32, section: u32, at: u64) t.Failed!blocks.Run {
        if (h.out.capacity > KEPT) h.out.clearAndFree(heap) else h.out.clearRetainingCapacity();
        try h.out.append(heap, '[');
        const long = len > blocks.WHOLE or at > 0;
        if (long and h.sieve == null) {
            defer _ = h.piece.reset(.free_all);
            h.sieve = try sieve.build(h.kept.allocator(), h.piece.allocator(), &h.by.lexicon);
        }
        return .{
            .by = &h.by,
            .sieve = if (h.sieve) |*made| made else null,
            .now = if (weekday >= 0 and weekday < 7) .{ .weekday = @intCast(weekday), .hour = hour, .year = year } else null,
            .section = std.meta.intToEnum(t.Section, section) catch .now,
            .at = at,
            .out = &h.out,
            .keep = heap,
            .block = &h.block,
            .piece = &h.piece,
        };
    }

    fn finish(h: *Handle, run: blocks.Run, out: *Out) t.Failed!void {
        try h.out.append(heap, ']');
        out.* = .{ .section = @intFromEnum(run.section), .at = run.at };
        out.say(h.out.items);
    }
};

fn code(failed: t.Failed) i32 {
    return switch (failed) {
        error.OutOfMemory => @intFromEnum(Code.memory),
    };
}

/// A reader by the bundle of a guide; null when there can be none, and `out` says why. utf16: spans count as strings of JavaScript do.
pub export fn waymend_open(bundle_json: [*]const u8, len: usize, utf16: bool, out: *Out) ?*Handle {
    out.* = .{};
    const h = Handle.init() catch {
        out.say("there is not enough memory for a reader");
        return null;
    };
    build(h, bundle_json[0..len]) catch |err| {
        out.say(switch (err) {
            error.OutOfMemory => "there is not enough memory for a reader",
            error.Bundle => reason(h),
        });
        h.deinit();
        return null;
    };
    h.by.utf16 = utf16;
    return h;
}

var said: [256]u8 = undefined; // why the last bundle was not read: what the handle held is gone

fn reason(h: *Handle) []const u8 {
    const len = @min(said.len, h.by.why.len);
    @memcpy(said[0..len], h.by.why[0..len]);
    return said[0..len];
}

fn build(h: *Handle, json_text: []const u8) bundle.Error!void {
    defer _ = h.piece.reset(.free_all);
    const a = h.kept.allocator();
    var b = bundle.Builder{ .a = a, .scratch = h.piece.allocator(), .words = try words.Words.init(a), .signs = try fold.Signs.init(a) };
    h.by = bundle.build(&b, json_text) catch |err| {
        h.by.why = b.why;
        return err;
    };
}

pub export fn waymend_close(h: *Handle) void {
    h.deinit();
}

/// All mentions of a text, as a JSON list of objects without what is null. weekday: 0 is Monday, below 0 when it is not known when the text was written; its hour and year then say nothing.
pub export fn waymend_read(h: *Handle, text: [*]const u8, len: usize, weekday: i32, hour: f64, year: i32, out: *Out) i32 {
    if (len > MOST) return @intFromEnum(Code.long);
    var run = h.begin(len, weekday, hour, year, 0, 0) catch |err| return code(err);
    run.whole(text[0..len]) catch |err| return code(err);
    h.finish(run, out) catch |err| return code(err);
    return 0;
}

/// The same of one piece of a text that comes in pieces, each cut where a block may end. `out`: what the piece before it left there.
pub export fn waymend_piece(h: *Handle, text: [*]const u8, len: usize, weekday: i32, hour: f64, year: i32, out: *Out) i32 {
    if (len > MOST) return @intFromEnum(Code.long);
    var run = h.begin(len, weekday, hour, year, out.section, out.at) catch |err| return code(err);
    run.one(text[0..len]) catch |err| return code(err);
    h.finish(run, out) catch |err| return code(err);
    return 0;
}

/// What a text says of a target: its status (0 to 5, as in types.Status), and 8 when it is denied, 16 when over, 32 when somebody else's; or a code below 0.
pub export fn waymend_context(h: *Handle, text: [*]const u8, len: usize, target: [*]const u8, target_len: usize) i32 {
    if (len > MOST or target_len > MOST) return @intFromEnum(Code.long);
    defer _ = h.block.reset(.{ .retain_with_limit = KEPT });
    const told = reader.context(h.block.allocator(), &h.by, text[0..len], target[0..target_len]) catch |err| return code(err);
    const status: i32 = @intFromEnum(told.status);
    return status | @as(i32, @intFromBool(told.negated)) << 3 | @as(i32, @intFromBool(told.historical)) << 4 | @as(i32, @intFromBool(told.family)) << 5;
}

/// Memory for what the app hands over.
pub export fn waymend_alloc(len: usize) ?[*]u8 {
    return (heap.alloc(u8, len) catch return null).ptr;
}

pub export fn waymend_free(at: [*]u8, len: usize) void {
    heap.free(at[0..len]);
}
