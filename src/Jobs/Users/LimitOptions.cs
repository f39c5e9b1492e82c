using System.ComponentModel.DataAnnotations;

namespace Angioboard.Jobs.Users;

/// <summary>Limits for one user, so that nobody takes the whole server.</summary>
public sealed record LimitOptions
{
    /// <summary>A user's pages that are open in browsers; each takes some megabytes of the server's memory.</summary>
    [Range(1, 10_000)]
    public int OpenPages { get; init; } = 30;

    /// <summary>A user's runs that wait in the queue.</summary>
    [Range(1, 100_000)]
    public int QueuedRuns { get; init; } = 500;

    /// <summary>A user's downloads in progress.</summary>
    [Range(1, 1000)]
    public int Downloads { get; init; } = 4;

    /// <summary>A user's requests to the API in a minute.</summary>
    [Range(1, 1_000_000)]
    public int ApiRequests { get; init; } = 600;

    /// <summary>A user's tokens.</summary>
    [Range(0, 10_000)]
    public int Tokens { get; init; } = 20;

    /// <summary>A user's streams of events that are open in programs.</summary>
    [Range(1, 1000)]
    public int EventStreams { get; init; } = 10;

    /// <summary>Frames of exams that are decoded for a user at a time.</summary>
    [Range(1, 1000)]
    public int Frames { get; init; } = 4;
}
