namespace Angioboard.Core.Files.Opening;

/// <summary>What <see cref="SafeOpen"/> opens. Whatever the rule, only regular files are opened, and nobody waits for one.</summary>
public sealed record OpenRule
{
    /// <summary>Bytes of the largest JSON that a run writes: predictions of a million exams.</summary>
    public const long LargestJson = 1 << 29;

    /// <summary>Any file that a path leads to, links included: for what somebody names who may read it anyway.</summary>
    public static readonly OpenRule Named = new() { Links = true };

    /// <summary>Bytes that it may have at most.</summary>
    public long Largest { get; init; } = long.MaxValue;

    /// <summary>
    /// Whether links are followed; below <see cref="Beneath"/> those that end there. Without it a link at the path's end is refused, and below
    /// <see cref="Beneath"/> every link.
    /// </summary>
    public bool Links { get; init; }

    /// <summary>The folder that it must lie in, at any depth; null for anywhere. The folder itself may be reached through links.</summary>
    public string? Beneath { get; init; }

    /// <summary>The user whose <see cref="Beneath"/> must be, and whose the file must be unless it is this process's own; null for anybody.</summary>
    public uint? Owner { get; init; }
}
