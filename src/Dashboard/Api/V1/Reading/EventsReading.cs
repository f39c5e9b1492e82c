using System.ComponentModel;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Angioboard.Dashboard.Api.V1.Answers;
using Angioboard.Dashboard.Limits;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Runs.Following;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Angioboard.Dashboard.Api.V1.Reading;

/// <summary>Changes of runs as they happen, as server-sent events.</summary>
internal static class EventsReading
{
    // At ten changes a second, a reader may be a minute late.
    private const int MostWaiting = 600;

    private static readonly TimeSpan heartbeat = TimeSpan.FromSeconds(15);

    public static void MapEvents(this RouteGroupBuilder api) => api.MapGet("/events", Follow)
        .RequireRateLimiting(RequestLimits.Events)
        .WithTags(ReadingRoutes.Tag).WithSummary("Follow changes of runs and of the queue as they happen").Fails(404);

    private static ServerSentEventsResult<string> Follow(
        [Description("The only run to follow [default: all runs, and the queue]")] string? run,
        [FromHeader(Name = "Last-Event-ID"), Description("The id of the last event that was seen, after a lost connection")] string? last,
        RunStore runs, RunFeed feed, IHostApplicationLifetime lifetime, HttpContext context)
    {
        if (run is not null && runs.Find(run) is null)
            throw new RefusedException(StatusCodes.Status404NotFound, $"run: there is no run {run}; it may have been deleted");
        // From here on nothing is missed, even before the first event is read.
        ChangeBuffer changes = new(feed, run, MostWaiting);
        context.Response.RegisterForDispose(changes);
        Run? first = run is null ? null : runs.Find(run);
        return TypedResults.ServerSentEvents(EventsAsync(changes, first, last is not null, lifetime, context));
    }

    private static async IAsyncEnumerable<SseItem<string>> EventsAsync(
        ChangeBuffer changes, Run? first, bool again, IHostApplicationLifetime lifetime, HttpContext context,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(
            cancellation, context.RequestAborted, lifetime.ApplicationStopping);
        EventText text = new(context);
        yield return text.Open();
        // What happened while the connection was lost is not kept.
        if (again) yield return text.Missed(null, []);
        if (first is not null) yield return text.Of(new RunChange(RunChangeKind.Changed, first.Id, first));
        while (await NextAsync() is { } next) yield return next;

        async Task<SseItem<string>?> NextAsync()
        {
            try
            {
                return await changes.NextAsync(heartbeat, end.Token) switch
                {
                    null => text.Heartbeat(),
                    { Change: { } change } => text.Of(change),
                    { } gap => text.Missed(gap.Missed, gap.MissedRuns ?? []),
                };
            }
            catch (OperationCanceledException)
            {
                return null;
            }
        }
    }
}
