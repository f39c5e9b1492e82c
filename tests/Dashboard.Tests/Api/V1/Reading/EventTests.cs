using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Users;
using Angioboard.Jobs.Users.Tokens;
using Microsoft.Extensions.DependencyInjection;

namespace Angioboard.Dashboard.Tests.Api.V1.Reading;

/// <summary>Changes of runs as they happen.</summary>
public sealed class EventTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_happens_to_all_runs_arrives_in_order_each_with_an_id()
    {
        await using ReadableRuns study = await ReadableRuns.StartAsync(runs: 2);
        using ApiClient ada = study.Dashboard.Api("ada", Roles.Viewer);
        await using IAsyncEnumerator<SseItem<string>> events = (await FollowAsync(ada, "api/v1/events")).GetAsyncEnumerator(Cancellation);
        SseItem<string> open = await NextAsync(events);

        study.Store.Update("study/Train_1", run => run with { Status = RunStatus.Queued, Reason = "again" });
        study.Store.Update("study/Train_1", run => run with { Status = RunStatus.Running });
        study.Store.Progress("study/Train_1", new RunProgress("train", 3, 5, 0.5, 12, 100, double.NaN, null, DateTimeOffset.UnixEpoch));
        SseItem<string>[] first = [await NextAsync(events), await NextAsync(events), await NextAsync(events)];
        study.Store.AppendEpoch("study/Train_1", new EpochRecord(3, new Dictionary<string, double?> { ["val_loss"] = 0.1, ["lr"] = null }),
            run => run with { EpochsDone = 4, BestEpoch = 3 });
        study.Dashboard.Services.GetRequiredService<RunFeed>().Publish(new RunChange(RunChangeKind.Queue, ""));
        study.Store.Remove("study/Train_2");
        SseItem<string>[] then = [await NextAsync(events), await NextAsync(events), await NextAsync(events)];

        SseItem<string>[] all = [open, .. first, .. then];
        Assert.Equal(["open", "run", "run", "progress", "epoch", "queue", "removed"], all.Select(item => item.EventType));
        Assert.Equal(7, all.Select(item => item.EventId).OfType<string>().Distinct().Count());
        Assert.Equal("""
            {"run":"study/Train_1","name":null,"owner":"ada","status":"queued","state":"queued","reason":"again","epochs_done":3,
            "best_epoch":3,"deleted":false}
            """.ReplaceLineEndings(""), first[0].Data);
        Assert.Equal("""
            {"run":"study/Train_1","progress":{"phase":"train","epoch":4,"epochs":5,"share":0.5,"seconds_left":12,
            "frames_per_second":100,"loss":null,"note":null,"seen":"1970-01-01T00:00:00Z","waits_for":null}}
            """.ReplaceLineEndings(""), first[2].Data);
        Assert.Equal("""{"run":"study/Train_1","epoch":4,"epochs_done":4,"best_epoch":4,"values":{"val_loss":0.1,"lr":null}}""",
            then[0].Data);
        Assert.Equal("""{"waiting":0}""", then[1].Data);
        Assert.Equal("""{"run":"study/Train_2"}""", then[2].Data);
    }

    [Fact]
    public async Task Of_one_run_its_state_comes_first_and_nothing_of_others()
    {
        await using ReadableRuns study = await ReadableRuns.StartAsync(runs: 2);
        using ApiClient ada = study.Dashboard.Api("ada", Roles.Viewer);
        await using IAsyncEnumerator<SseItem<string>> events =
            (await FollowAsync(ada, "api/v1/events?run=study/Train_2")).GetAsyncEnumerator(Cancellation);
        await NextAsync(events);
        SseItem<string> first = await NextAsync(events);

        study.Store.Update("study/Train_1", run => run with { Reason = "of another" });
        study.Store.Update("study/Train_2", run => run with { Reason = "of this" });
        SseItem<string> next = await NextAsync(events);
        HttpResponseMessage none = await ada.GetAsync("api/v1/events?run=study/Train_9", Cancellation);

        Assert.Equal(("run", "study/Train_2"), (first.EventType, (string?)JsonNode.Parse(first.Data)!["run"]));
        Assert.Equal("of this", (string?)JsonNode.Parse(next.Data)!["reason"]);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    [Fact]
    public async Task A_program_that_comes_back_is_told_that_it_may_have_missed_something()
    {
        await using ReadableRuns study = await ReadableRuns.StartAsync(runs: 1);
        using ApiClient ada = study.Dashboard.Api("ada", Roles.Viewer);
        ada.DefaultRequestHeaders.TryAddWithoutValidation("Last-Event-ID", "0HN-3");
        await using IAsyncEnumerator<SseItem<string>> events = (await FollowAsync(ada, "api/v1/events")).GetAsyncEnumerator(Cancellation);

        Assert.Equal(["open", "missed"], [(await NextAsync(events)).EventType, (await NextAsync(events)).EventType]);
    }

    [Fact]
    public async Task A_stream_ends_with_its_token()
    {
        await using ReadableRuns study = await ReadableRuns.StartAsync(runs: 1);
        using ApiClient ada = study.Dashboard.Api("ada", Roles.Viewer);
        await using IAsyncEnumerator<SseItem<string>> events = (await FollowAsync(ada, "api/v1/events")).GetAsyncEnumerator(Cancellation);
        await NextAsync(events);
        TokenStore tokens = study.Dashboard.Services.GetRequiredService<TokenStore>();

        tokens.Revoke(study.Dashboard.ActorOf("ada"), Assert.Single(tokens.Of("ada")).Id);

        // The connection is cut, so that no proxy takes the stream for a whole one.
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            while (await events.MoveNextAsync()) { }
        });
    }

    [Fact]
    public async Task A_stream_ends_when_its_token_expires()
    {
        await using ReadableRuns study = await ReadableRuns.StartAsync(runs: 1);
        using ApiClient ada = study.Dashboard.Api("ada", Roles.Viewer, valid: TimeSpan.FromSeconds(10));
        await using IAsyncEnumerator<SseItem<string>> events = (await FollowAsync(ada, "api/v1/events")).GetAsyncEnumerator(Cancellation);
        await NextAsync(events);

        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            while (await events.MoveNextAsync()) { }
        }).WaitAsync(TimeSpan.FromMinutes(2), Cancellation);
    }

    [Fact]
    public async Task A_stream_ends_with_the_server_and_does_not_delay_it()
    {
        ReadableRuns study = await ReadableRuns.StartAsync(runs: 1);
        using ApiClient ada = study.Dashboard.Api("ada", Roles.Viewer);
        await using IAsyncEnumerator<SseItem<string>> events = (await FollowAsync(ada, "api/v1/events")).GetAsyncEnumerator(Cancellation);
        await NextAsync(events);

        await study.DisposeAsync();

        Assert.False(await events.MoveNextAsync());
    }

    [Fact]
    public async Task Streams_of_a_user_are_limited()
    {
        await using ReadableRuns study = await ReadableRuns.StartAsync(1, "", ("Limits:EventStreams", "1"));
        using ApiClient ada = study.Dashboard.Api("ada", Roles.Viewer);
        using HttpResponseMessage first = await ada.GetAsync("api/v1/events", HttpCompletionOption.ResponseHeadersRead, Cancellation);

        HttpResponseMessage second = await ada.GetAsync("api/v1/events", HttpCompletionOption.ResponseHeadersRead, Cancellation);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.TooManyRequests), (first.StatusCode, second.StatusCode));
        await ApiClient.ProblemAsync(second);
    }

    private static async Task<IAsyncEnumerable<SseItem<string>>> FollowAsync(ApiClient client, string address)
    {
        HttpResponseMessage answer = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        return SseParser.Create(await answer.Content.ReadAsStreamAsync(Cancellation)).EnumerateAsync(Cancellation);
    }

    private static async Task<SseItem<string>> NextAsync(IAsyncEnumerator<SseItem<string>> events)
    {
        Assert.True(await events.MoveNextAsync());
        return events.Current;
    }
}
