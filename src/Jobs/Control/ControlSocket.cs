using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.Files;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Launches;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Users;
using Microsoft.Extensions.Logging;

namespace Angioboard.Jobs.Control;

/// <summary>
/// Takes commands from terminals for the dashboard that owns the data folder: one line of JSON in each direction, over a Unix socket that
/// only the folder's owner can open.
/// </summary>
internal sealed partial class ControlSocket(
    AngioboardOptions options, QueueSetup setup, RunControl control, Database database, Rights rights,
    LaunchPreflight preflight, ILogger<ControlSocket> logger)
{
    private const int LargestRequest = 1 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10), PatienceOfCopies = TimeSpan.FromMinutes(30);

    /// <summary>Serves until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using SocketAddress address = SocketAddress.Create(options.DataFolder);
        using Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(address.Path));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(address.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        listener.Listen();
        while (true)
        {
            Socket client = await listener.AcceptAsync(cancellation);
            _ = ServeAsync(client, cancellation);
        }
    }

    private async Task ServeAsync(Socket client, CancellationToken cancellation)
    {
        using NetworkStream stream = new(client, ownsSocket: true);
        using CancellationTokenSource late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        late.CancelAfter(Patience);
        try
        {
            JsonObject answer;
            try
            {
                JsonObject request = await ReadAsync(stream, late.Token);
                if (Text(request, "verb") == "backup") late.CancelAfter(PatienceOfCopies);
                answer = await AnswerAsync(request, late.Token);
            }
            catch (InputException e)
            {
                answer = new JsonObject { ["problems"] = new JsonArray([.. e.Problems.Select(problem => (JsonNode)problem)]) };
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // Whatever the error is, the client must not conclude that no dashboard is running.
                Failed(e);
                answer =
                    new JsonObject { ["problems"] =
                        new JsonArray($"the dashboard could not do it: {FileTrouble.Words(e)}; its log says more") };
            }
            await stream.WriteAsync(Encoding.UTF8.GetBytes(answer.ToJsonString() + "\n"), late.Token);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            Gone(e.Message);
        }
    }

    private async Task<JsonObject> AnswerAsync(JsonObject request, CancellationToken cancellation)
    {
        // Only the folder's owner can open the socket.
        Actor actor = Actor.Owner(Text(request, "user") ?? Environment.UserName);
        switch (Text(request, "verb"))
        {
            case "submit":
                LaunchRequest launch = new()
                {
                    Settings = [SettingsFile.Combine(request["settings"] as JsonObject ?? throw new InputException("settings: missing"))],
                    Experiment = Text(request, "experiment") ?? throw new InputException("experiment: missing"),
                    Name = Text(request, "name"),
                    Note = Text(request, "note") ?? "",
                    Tags = request["tags"] is JsonArray tags ? [.. tags.Select(tag => $"{tag}")] : [],
                };
                IReadOnlyList<Run> runs = await control.LaunchAsync(actor, launch, cancellation);
                IReadOnlyList<string> warnings = preflight.Warnings([.. runs.Select(run => run.Settings)]);
                return new JsonObject
                {
                    ["run"] = runs[0].Id,
                    ["warnings"] = new JsonArray([.. warnings.Select(line => (JsonNode)line)]),
                };
            case "stop":
                string id = Text(request, "run") ?? throw new InputException("run: missing");
                await control.StopAsync(actor, id, cancellation);
                return new JsonObject { ["run"] = id };
            case "backup":
                string file = Text(request, "file") ?? throw new InputException("file: missing");
                await Task.Run(() => rights.Do(actor, Roles.Administrator, AuditActions.DatabaseBackup, file, _ => database.Backup(file)),
                    cancellation);
                return new JsonObject { ["file"] = file };
            case "sign-in-link":
                return new JsonObject { ["link"] = rights.Do(actor, Roles.Administrator, AuditActions.ConsoleLink, "",
                    _ => setup.SignInLink?.Invoke() ?? throw new InputException("sign-in-link: nobody signs in here"), _ => "made") };
            case "paused":
                control.TrainerWaits(Text(request, "folder") ?? throw new InputException("folder: missing"), Text(request, "reason"));
                return [];
            case var verb:
                throw new InputException($"{verb}: this dashboard does not know that command; it may be of another version");
        }
    }

    private static async Task<JsonObject> ReadAsync(NetworkStream stream, CancellationToken cancellation)
    {
        byte[] buffer = new byte[LargestRequest];
        int held = 0;
        while (buffer.AsSpan(0, held).IndexOf((byte)'\n') < 0)
        {
            int read = held == buffer.Length ? 0 : await stream.ReadAsync(buffer.AsMemory(held), cancellation);
            if (read == 0) throw new InputException("the request is not a line of JSON");
            held += read;
        }
        try
        {
            return JsonNode.Parse(buffer.AsSpan(0, buffer.AsSpan(0, held).IndexOf((byte)'\n'))) as JsonObject
                ?? throw new InputException("the request is not an object");
        }
        catch (JsonException e)
        {
            throw new InputException("the request is not a line of JSON", e);
        }
    }

    private static string? Text(JsonObject request, string name) =>
        request[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    [LoggerMessage(Level = LogLevel.Error, Message = "What a terminal asked for could not be done")]
    private partial void Failed(Exception e);

    [LoggerMessage(Level = LogLevel.Debug, Message = "A terminal went away: {Reason}")]
    private partial void Gone(string reason);
}
