using System.Net;
using System.Text.Json.Nodes;
using Angioboard.Core.Data.Frames;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Users;
using Microsoft.Extensions.DependencyInjection;

namespace Angioboard.Dashboard.Tests.Api.V1.Reading;

/// <summary>Datasets, the machine, the queue and the users.</summary>
public sealed class BoxTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Roles.Viewer)]
    [InlineData(Roles.Researcher)]
    public async Task Datasets_name_their_files_only_to_those_who_see_them_on_pages(string role)
    {
        await using ReadableRuns study = await ReadableRuns.StartAsync(runs: 0);
        using TemporaryFolder folder = new();
        study.Dashboard.Services.GetRequiredService<DatasetStore>().Put(new Dataset
        {
            Name = "retina", Split = folder.File("gone.json"), Datadir = folder.Path, ClassNames = ["sick", "well"], Modality = Modality.FA,
            Owner = "grace", Registered = DateTimeOffset.UnixEpoch, Patients = folder.File("patients.csv"),
        });
        using ApiClient ada = study.Dashboard.Api("ada", role);

        string text = await ada.GetStringAsync("api/v1/datasets", Cancellation);

        JsonNode dataset = Assert.Single(JsonNode.Parse(text)!["datasets"]!.AsArray())!;
        Assert.Equal(role != Roles.Viewer, text.Contains(folder.Path, StringComparison.Ordinal));
        Assert.Equal("""["retina","grace",1,["sick","well"],false,false,null]""", new JsonArray([.. new[] { "name", "owner", "version",
            "class_names", "ready", "test_sealed", "exams" }.Select(key => dataset[key]?.DeepClone())]).ToJsonString());
        Assert.NotNull(dataset["problem"]);
    }

    [Fact]
    public async Task The_machine_and_the_queue_are_described()
    {
        await using ReadableRuns study = await ReadableRuns.StartAsync(runs: 0);
        using ApiClient ada = study.Dashboard.Api("ada", Roles.Viewer);

        JsonNode machine = JsonNode.Parse(await ada.GetStringAsync("api/v1/machine", Cancellation))!;
        JsonNode queue = JsonNode.Parse(await ada.GetStringAsync("api/v1/queue", Cancellation))!;

        Assert.Contains(machine["devices"]!.AsArray(), device => (string?)device!["id"] == "cpu" && (string?)device["state"] == "free");
        Assert.True((long?)machine["box"]!["memory_total_bytes"] > 0);
        Assert.True(machine.AsObject().ContainsKey("cluster") && machine["cluster"] is null);
        Assert.Equal("""{"paused":null,"waiting":[]}""", queue.ToJsonString());
    }

    [Fact]
    public async Task Users_are_listed_to_administrators_without_what_only_they_should_know()
    {
        await using ReadableRuns study = await ReadableRuns.StartAsync(runs: 0);
        using ApiClient ada = study.Dashboard.Api("ada", Roles.Administrator), eve = study.Dashboard.Api("eve", Roles.Researcher);
        UserStore users = study.Dashboard.Services.GetRequiredService<UserStore>();
        users.ChangeOwn(study.Dashboard.ActorOf("eve"), user => user with { Webhook = "https://example.org/secret" });

        string all = await ada.GetStringAsync("api/v1/users", Cancellation);
        HttpResponseMessage refused = await eve.GetAsync("api/v1/users", Cancellation);

        Assert.Equal("""
            {"users":[{"name":"ada","role":"administrator","disabled":false,"has_password":true,"must_change_password":false},
            {"name":"eve","role":"researcher","disabled":false,"has_password":true,"must_change_password":false}]}
            """.ReplaceLineEndings(""), all);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        await ApiClient.ProblemAsync(refused);
    }
}
