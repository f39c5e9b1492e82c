using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Angioboard.Jobs.Control;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Users;
using Angioboard.Jobs.Users.Tokens;
using Microsoft.Extensions.DependencyInjection;

namespace Angioboard.Dashboard.Tests.Api.V1;

/// <summary>Terminals of this machine and of others: the command line as a client of the API.</summary>
public sealed class TerminalTests
{
    private static readonly string[] tiny = ["--pretrained", "none", "--epochs", "2"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_terminal_of_this_machine_submits_and_stops_a_run_as_the_owner()
    {
        await using QueueStudy study = await QueueStudy.StartAsync();
        Dictionary<string, string> here = new() { [DataFolder.Variable] = study.Folder };
        string[] data = ["--split", study.Split, "--datadir", Path.GetDirectoryName(study.Split)!, "--class-names", "sick,well"];

        (int exit, string id, string said) = await Terminal.RunAsync(
            here,
            ["submit", "--experiment", "sent", "--name", "from afar", "--note", "@anna please look", "--tags", "a, @b", .. data, .. tiny]);
        (_, string stopped, _) = await Terminal.RunAsync(here, "stop", id);
        (int refused, _, string why) = await Terminal.RunAsync(here, "stop", id);
        (int nobody, _, string lonely) = await Terminal.RunAsync(
            new Dictionary<string, string> { [DataFolder.Variable] = Path.Combine(study.Folder, "nobody") }, ["submit", .. data, .. tiny]);

        Assert.True(exit == 0, said);
        Run run = study.Runs.Find(id)!;
        Assert.Equal(("sent/Train_1", "from afar", "@anna please look", "a @b", Environment.UserName, RunStatus.Stopped),
            (run.Id, run.Name, run.Note, string.Join(' ', run.Tags), run.Owner, run.Status));
        Assert.Equal((id, 2, 2), (stopped, refused, nobody));
        Assert.Contains("neither waits nor runs", why, StringComparison.Ordinal);
        Assert.Contains("no dashboard answers there", lonely, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_terminal_of_this_machine_makes_a_backup_and_a_link_and_trainers_say_that_they_wait()
    {
        await using QueueStudy study = await QueueStudy.StartAsync();
        Dictionary<string, string> here = new() { [DataFolder.Variable] = study.Folder };
        string copy = Path.Combine(study.Folder, "copy.db");
        using DashboardClient dashboard = DashboardClient.Local(study.Folder);

        (int exit, string link, _) = await Terminal.RunAsync(here, "sign-in-link");
        (int copied, _, _) = await Terminal.RunAsync(here, "backup", copy);
        JsonObject waits = await dashboard.AskAsync(
            HttpMethod.Post, "local/paused", new JsonObject { ["folder"] = "/nowhere", ["reason"] = "the disk is full" }, Cancellation);
        using HttpClient browser = study.Dashboard.Browser();
        HttpResponseMessage signedIn = await browser.GetAsync(link, Cancellation);

        Assert.Equal((0, 0, 0), (exit, copied, waits.Count));
        Assert.StartsWith(study.Dashboard.Address, link, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, signedIn.StatusCode);
        Assert.True(new FileInfo(copy).Length > 0);
    }

    [Fact]
    public async Task Nobody_becomes_the_owner_by_the_network()
    {
        await using QueueStudy study = await QueueStudy.StartAsync();
        using ApiClient adam = study.Dashboard.Api("adam", Roles.Administrator);
        using HttpClient nobody = study.Dashboard.Browser();
        foreach (HttpClient client in new[] { adam, nobody })
        {
            client.DefaultRequestHeaders.Add("X-Forwarded-For", "unix:");
            client.DefaultRequestHeaders.Host = "localhost";
        }

        HttpResponseMessage byToken = await adam.PostAsync("api/v1/local/sign-in-link", null, Cancellation);
        HttpResponseMessage anonymous = await nobody.PostAsync("api/v1/local/sign-in-link", null, Cancellation);

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.Unauthorized), (byToken.StatusCode, anonymous.StatusCode));
        Assert.Contains("only for terminals", await ApiClient.ProblemAsync(byToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_socket_that_the_operator_listens_at_gives_no_rights()
    {
        using TemporaryFolder folder = new();
        string proxied = folder.File("proxy.sock");
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(
            folder.File("data"), settings: ("urls", $"http://127.0.0.1:0;http://unix:{proxied}"));
        using HttpClient through = Through(proxied);

        HttpResponseMessage api = await through.GetAsync("api/v1/csrf", Cancellation);
        HttpResponseMessage page = await through.GetAsync("sign-in", Cancellation);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (api.StatusCode, page.StatusCode));
    }

    [Fact]
    public async Task The_socket_is_the_owners_and_gives_the_api_only()
    {
        await using QueueStudy study = await QueueStudy.StartAsync();
        string socket = TerminalAddress.Find(study.Folder)!;
        using HttpClient terminal = Through(socket);

        HttpResponseMessage page = await terminal.GetAsync("users", Cancellation);
        HttpResponseMessage api = await terminal.GetAsync("api/v1/csrf", Cancellation);
        string old = await SayAsync(socket, """{"verb":"stop","run":"e/Train_1","user":"ada"}""" + "\n");

        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(socket) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK), (page.StatusCode, api.StatusCode));
        Assert.StartsWith("HTTP/1.1 400", old, StringComparison.Ordinal);
        await study.Dashboard.DisposeAsync();
        Assert.Null(TerminalAddress.Find(study.Folder));
    }

    [Fact]
    public async Task A_long_data_folder_has_its_socket_elsewhere()
    {
        using TemporaryFolder folder = new();
        string data = folder.File(new string('d', 120));
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(data);

        (int exit, string link, _) =
            await Terminal.RunAsync(new Dictionary<string, string> { [DataFolder.Variable] = data }, "sign-in-link");

        Assert.Equal(0, exit);
        Assert.StartsWith(dashboard.Address, link, StringComparison.Ordinal);
        Assert.DoesNotContain(data, TerminalAddress.Find(data)!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_laptop_submits_and_stops_by_a_token_and_is_told_why_it_may_not()
    {
        await using QueueStudy study = await QueueStudy.StartAsync();
        using ApiClient ada = study.Dashboard.Api("ada", Roles.Researcher), vera = study.Dashboard.Api("vera", Roles.Viewer);
        string file = Path.Combine(study.Folder, "token");
        await File.WriteAllTextAsync(file, ada.Token + "\n", Cancellation);
        Dictionary<string, string> adas = new() { ["ANGIOBOARD_SERVER"] = study.Dashboard.Address.TrimEnd('/') };
        Dictionary<string, string> veras = new(adas) { ["ANGIOBOARD_TOKEN"] = vera.Token };

        (int exit, string id, string said) = await Terminal.RunAsync(
            adas, ["submit", "--token-file", file, "--dataset", "eyes", "--experiment", "far", .. tiny]);
        (int viewer, _, string low) = await Terminal.RunAsync(veras, "stop", "far/Train_1");
        (int stop, _, _) = await Terminal.RunAsync(adas, "stop", "far/Train_1", "--token-file", file);
        (_, _, string unknown) = await Terminal.RunAsync(adas, "stop", "far/Train_9", "--token-file", file);
        (_, _, string dataset) = await Terminal.RunAsync(adas, ["submit", "--token-file", file, "--dataset", "nose", .. tiny]);
        study.Dashboard.Services.GetRequiredService<TokenStore>().RevokeAll(study.Dashboard.ActorOf("ada"), "ada");
        (int revoked, _, string ended) = await Terminal.RunAsync(adas, "stop", "far/Train_1", "--token-file", file);

        Assert.True(exit == 0, said);
        Assert.Equal(("far/Train_1", "ada", "eyes", 2),
            (id, study.Runs.Find(id)!.Owner, study.Runs.Find(id)!.Dataset, study.Runs.Find(id)!.Settings.Epochs));
        Assert.Equal((2, 0, 2), (viewer, stop, revoked));
        Assert.StartsWith("error: Your role, viewer, does not allow this", low, StringComparison.Ordinal);
        Assert.StartsWith("error: There is no run far/Train_9", unknown, StringComparison.Ordinal);
        Assert.StartsWith("error: dataset: nose is not registered", dataset, StringComparison.Ordinal);
        Assert.StartsWith("error: The token is not known: it was revoked", ended, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_laptop_and_a_terminal_of_this_machine_list_runs_and_download_their_files()
    {
        await using QueueStudy study = await QueueStudy.StartAsync();
        using ApiClient vera = study.Dashboard.Api("vera", Roles.Viewer), ada = study.Dashboard.Api("ada", Roles.Researcher);
        await QueueStudy.PostAsync(ada, "api/v1/runs", QueueStudy.Launch(("vary", new JsonObject { ["seed"] = new JsonArray(1, 2, 3) })));
        Dictionary<string, string> far = new()
        {
            ["ANGIOBOARD_SERVER"] = study.Dashboard.Address.TrimEnd('/'), ["ANGIOBOARD_TOKEN"] = vera.Token,
        };
        Dictionary<string, string> here = new() { [DataFolder.Variable] = study.Folder };
        string output = Path.Combine(study.Folder, "out");

        (int exit, string table, string said) = await Terminal.RunAsync(far, "runs", "status:queued", "--sort", "seed", "--limit", "2");
        (_, string json, _) = await Terminal.RunAsync(here, "runs", "--fields", "name,seed", "--json");
        (int wrong, _, string why) = await Terminal.RunAsync(far, "runs", "--fields", "colour");
        (int downloaded, _, string errors) = await Terminal.RunAsync(far, "download", "e/Train_1", "--output", output);

        Assert.True(exit == 0, said);
        Assert.Equal(["id", "e/Train_1", "e/Train_2"], table.Split('\n').Where(line => line.Length > 0).Select(line => line.Split(' ')[0]));
        Assert.Equal(3, json.Split('\n').Count(line => JsonNode.Parse(line) is JsonObject run && run.ContainsKey("seed")));
        Assert.Equal(2, wrong);
        Assert.StartsWith("error: fields: ", why, StringComparison.Ordinal);
        Assert.True(downloaded == 0, errors);
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(study.Runs.Find("e/Train_1")!.Folder, "settings.json"), Cancellation),
            await File.ReadAllTextAsync(Path.Combine(output, "settings.json"), Cancellation));
    }

    [Theory]
    [InlineData("--server: nonsense is not an address", "stop", "e/Train_1", "--server", "nonsense")]
    [InlineData("--server: http://x.org would send the token", "stop", "e/Train_1", "--server", "http://x.org", "--token", "t")]
    [InlineData("--token: is missing", "stop", "e/Train_1", "--server", "https://box.example.org")]
    [InlineData("--token: is not a token", "stop", "e/Train_1", "--server", "https://box.example.org", "--token", "a b")]
    [InlineData("--token-file: /no/file cannot be read", "stop", "e/Train_1", "--server", "https://x.org", "--token-file", "/no/file")]
    [InlineData("--server: is missing", "stop", "e/Train_1", "--token", "t")]
    [InlineData("e/../x: is not a run's id", "stop", "e/../x", "--server", "https://box.example.org", "--token", "t")]
    [InlineData("does not answer", "stop", "e/Train_1", "--server", "http://127.0.0.1:1", "--token", "t")]
    public async Task A_command_that_cannot_reach_a_server_says_what_to_do(string says, params string[] command)
    {
        (int exit, _, string errors) = await Terminal.RunAsync(new Dictionary<string, string>(), command);

        Assert.Equal(2, exit);
        Assert.StartsWith("error: ", errors, StringComparison.Ordinal);
        Assert.Contains(says, errors, StringComparison.Ordinal);
        Assert.Single(errors.Split('\n'));
    }

    private static HttpClient Through(string socket) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        ConnectCallback = async (_, cancellation) =>
        {
            Socket connection = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellation);
            return new NetworkStream(connection, ownsSocket: true);
        },
    }) { BaseAddress = new Uri("http://localhost/") };

    private static async Task<string> SayAsync(string socket, string text)
    {
        using Socket connection = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), Cancellation);
        await using NetworkStream stream = new(connection);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text), Cancellation);
        using StreamReader reader = new(stream);
        return await reader.ReadToEndAsync(Cancellation);
    }
}
