using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Angioboard.Benchmarks.Measuring;
using TorchSharp;

namespace Angioboard.Benchmarks.Plain;

/// <summary>
/// The training in plain TorchSharp, in its own process that answers the same training requests as driver.py. It uses the C library's
/// default memory settings, like a program that sets none.
/// </summary>
internal static class PlainPeer
{
    /// <summary>The argument that starts this program as the peer.</summary>
    public const string Verb = "plain-peer";

    /// <summary>Starts it.</summary>
    public static PeerProcess Start()
    {
        ProcessStartInfo start = new(Environment.ProcessPath!, [Verb]);
        // The library's own default. As one of its variables is set, the program does not set a trainer's memory options.
        start.Environment["MALLOC_ARENA_MAX"] = (8 * Environment.ProcessorCount).ToString(CultureInfo.InvariantCulture);
        return new PeerProcess(start);
    }

    /// <summary>Reads the request to train and then one for each pass, until the input ends.</summary>
    public static int Serve()
    {
        Console.WriteLine(new JsonObject { ["libtorch"] = torch.__version__ }.ToJsonString());
        if (Read() is not { } request) return 0;
        using PlainTraining training = new(request);
        Console.WriteLine("{}");
        while (Read() is not null) Console.WriteLine(training.Steps().ToJsonString());
        return 0;
    }

    private static JsonObject? Read() => Console.ReadLine() is { } line ? JsonNode.Parse(line)!.AsObject() : null;
}
