using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Angioboard.Benchmarks.Measuring;
using TorchSharp;

namespace Angioboard.Benchmarks.Plain;

/// <summary>
/// The training in plain TorchSharp as a process of its own that answers driver.py's requests to train: it has the C library's own ways with memory, as a program has
/// that asks for nothing.
/// </summary>
internal static class PlainPeer
{
    /// <summary>The argument by which this program serves as the peer.</summary>
    public const string Verb = "plain-peer";

    /// <summary>Starts it.</summary>
    public static PeerProcess Start()
    {
        ProcessStartInfo start = new(Environment.ProcessPath!, [Verb]);
        // The library's own default. That one of its variables is set keeps our choices for a trainer's memory out.
        start.Environment["MALLOC_ARENA_MAX"] = (8 * Environment.ProcessorCount).ToString(CultureInfo.InvariantCulture);
        return new PeerProcess(start);
    }

    /// <summary>Takes the request to train and then one for each pass, until nobody asks any more.</summary>
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
