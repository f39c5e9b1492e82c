using System.Security.Cryptography;
using System.Text;
using Angioboard.Dashboard.Api.V1.Answers;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Control;
using Angioboard.Jobs.Launches;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Studies.Launching;

namespace Angioboard.Dashboard.Api.V1.Changing;

/// <summary>
/// Launches that a program may ask for twice: when the answer is lost on the way, the program cannot know whether there was a launch. The
/// runs themselves carry the request's key, so that this also holds after a restart of the dashboard.
/// </summary>
internal sealed class ApiLaunches(RunControl control, RunStore runs) : IDisposable
{
    private const int LongestKey = 255;

    // Of two equal requests at a time, the second waits for the first.
    private readonly SemaphoreSlim turn = new(1);

    /// <summary>Launches, or finds what an equal request has launched.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="read">Reads the request, unless an equal one was done before.</param>
    /// <param name="key">The program's key for this request; null if it gave none.</param>
    /// <param name="content">A hash of the request.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="RefusedException">The key was used for another request.</exception>
    public Task<IReadOnlyList<Run>> LaunchAsync(
        Actor actor, Func<LaunchRequest> read, string? key, string content, CancellationToken cancellation) => OnceAsync(
        actor, mark => control.LaunchAsync(actor, read() with { Mark = mark }, cancellation), before => before, key, content, cancellation);

    /// <summary>Launches runs of a study, or finds those that an equal request has launched.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="launch">Launches, unless an equal request was done before; its runs are to carry the mark.</param>
    /// <param name="key">The program's key for this request; null if it gave none.</param>
    /// <param name="place">The address that was asked.</param>
    /// <param name="content">A hash of the body.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="RefusedException">The key was used for another request.</exception>
    internal Task<LaunchedRuns> StudyAsync(
        Actor actor, Func<RequestMark?, Task<LaunchedStudy>> launch, string? key, string place, string content,
        CancellationToken cancellation) => OnceAsync(
        actor, async mark => LaunchedRuns.Of(await launch(mark)), LaunchedRuns.Before, key, Hash($"{place}\n{content}"), cancellation);

    private async Task<T> OnceAsync<T>(
        Actor actor, Func<RequestMark?, Task<T>> launch, Func<IReadOnlyList<Run>, T> again, string? key, string content,
        CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(key)) return await launch(null);
        if (key.Length > LongestKey)
            throw new RefusedException(StatusCodes.Status400BadRequest, $"Idempotency-Key: has more than {LongestKey} characters.");
        RequestMark mark = new(Hash($"{actor.Name}\n{key}"), content);
        await turn.WaitAsync(cancellation);
        try
        {
            Run[] before = [.. runs.All.Where(run => run.Request?.Key == mark.Key).OrderBy(run => run.Key)];
            if (before.Length == 0) return await launch(mark);
            return before[0].Request == mark ? again(before) : throw new RefusedException(StatusCodes.Status422UnprocessableEntity,
                $"Idempotency-Key: was used before, for {before[0].Id}, with another body; use a new key for each launch.");
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
