using System.Globalization;
using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Text.Json.Nodes;
using Angioboard.Dashboard.Api.V1.Answers;
using Angioboard.Dashboard.Api.V1.Reading.Documents;
using Angioboard.Jobs.Control;
using Angioboard.Jobs.Runs;

namespace Angioboard.Dashboard.Api.V1.Reading;

/// <summary>Writes the events of one connection, and numbers them.</summary>
internal sealed class EventText(HttpContext context)
{
    private readonly string connection = context.Connection.Id;
    private readonly TimeProvider time = context.RequestServices.GetRequiredService<TimeProvider>();
    private readonly RunControl control = context.RequestServices.GetRequiredService<RunControl>();
    private int number;

    /// <summary>The first: changes from now on follow.</summary>
    public SseItem<string> Open() => Write("open", new JsonObject { ["time"] = Now() });

    /// <summary>Nothing has happened for a while, and the connection stands.</summary>
    public SseItem<string> Heartbeat() => Write("heartbeat", new JsonObject { ["time"] = Now() });

    /// <summary>Events were left out before the next one.</summary>
    /// <param name="count">How many; null if unknown.</param>
    /// <param name="runs">The runs that they were of; empty if unknown.</param>
    public SseItem<string> Missed(int? count, IReadOnlyList<string> runs) => Write("missed", new JsonObject
    {
        ["events"] = count,
        ["runs"] = new JsonArray([.. runs.Select(run => (JsonNode)run)]),
        ["advice"] = "Read these runs again, or all if none is named.",
    });

    /// <summary>A change.</summary>
    public SseItem<string> Of(RunChange change) => change switch
    {
        { Kind: RunChangeKind.Queue } => Write("queue", new JsonObject { ["waiting"] = control.Queue.Count }),
        { Run: null } => Write("removed", new JsonObject { ["run"] = change.Id }),
        { Kind: RunChangeKind.Progressed, Run: { } run } => Write("progress", new JsonObject
        {
            ["run"] = run.Id,
            ["progress"] = JsonSerializer.SerializeToNode(ProgressDocument.Of(run), ApiJson.Options),
        }),
        { Kind: RunChangeKind.Epoch, Run: { } run, Epoch: { } epoch } => Write("epoch", new JsonObject(
        [
            new("run", run.Id), new("epoch", epoch.Number), new("epochs_done", run.EpochsDone), new("best_epoch", run.BestEpochNumber),
            new("values", JsonSerializer.SerializeToNode(epoch.Values, ApiJson.Options)),
        ])),
        { Run: { } run } => Write("run", new JsonObject
        {
            ["run"] = run.Id,
            ["name"] = run.Name,
            ["owner"] = run.Owner,
            ["status"] = run.Status.ToString().ToLowerInvariant(),
            ["state"] = RunStateWord.Of(run).ToLowerInvariant(),
            ["reason"] = run.Reason,
            ["epochs_done"] = run.EpochsDone,
            ["best_epoch"] = run.BestEpochNumber,
            ["deleted"] = run.Trashed is not null,
        }),
    };

    private string Now() => time.GetUtcNow().UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private SseItem<string> Write(string type, JsonObject text) => new(text.ToJsonString(ApiJson.Options), type)
    {
        EventId = string.Create(CultureInfo.InvariantCulture, $"{connection}-{++number}"),
    };
}
