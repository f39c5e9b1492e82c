using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Machine;
using Angioboard.Jobs.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace Angioboard.Dashboard.Tests.Api.V1;

/// <summary>A dashboard with a registered dataset, whose only device takes no runs: what is launched waits.</summary>
internal sealed class QueueStudy : IAsyncDisposable
{
    private readonly TemporaryFolder data = new();

    public RunningDashboard Dashboard { get; private set; } = null!;

    public RunStore Runs => Dashboard.Services.GetRequiredService<RunStore>();

    public string Folder => data.Path;

    public string Split => Path.Combine(data.Path, "datasets", "study", "split.json");

    public static async Task<QueueStudy> StartAsync(params (string, string)[] settings)
    {
        QueueStudy study = new();
        Directory.CreateDirectory(Path.GetDirectoryName(study.Split)!);
        await File.WriteAllTextAsync(study.Split, """{"train": [["a_L/1.jpg", 0], ["b_R/1.jpg", 1]]}""");
        await study.StartDashboardAsync(settings);
        study.Dashboard.Services.GetRequiredService<DatasetStore>().Put(new Dataset
        {
            Name = "eyes", Split = study.Split, Datadir = Path.GetDirectoryName(study.Split)!, ClassNames = ["sick", "well"],
            Owner = "ada", Registered = DateTimeOffset.UnixEpoch,
        });
        return study;
    }

    /// <summary>Ends the dashboard and starts another on the same data.</summary>
    public async Task RestartAsync()
    {
        await Dashboard.DisposeAsync();
        await StartDashboardAsync();
    }

    /// <summary>A launch of one run on the dataset.</summary>
    public static JsonObject Launch(params (string Name, JsonNode? Value)[] more)
    {
        JsonObject body = new()
        {
            ["experiment"] = "e", ["dataset"] = "eyes", ["settings"] = new JsonObject { ["pretrained"] = "none", ["epochs"] = 2 },
        };
        foreach ((string name, JsonNode? value) in more) body[name] = value;
        return body;
    }

    public static async Task<HttpResponseMessage> PostAsync(HttpClient client, string address, JsonNode? body, string? key = null)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, address) { Content = body is null ? null : JsonContent.Create(body) };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Dashboard.DisposeAsync();
        data.Dispose();
    }

    private async Task StartDashboardAsync(params (string, string)[] settings)
    {
        Dashboard = await RunningDashboard.StartAsync(data.Path, settings: [("Devices:0", "cpu"), .. settings]);
        Dashboard.Services.GetRequiredService<Reservations>().Drain(Actor.Server, "cpu");
    }
}
