using System.Diagnostics;
using System.Runtime.Intrinsics.X86;
using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.Native;

namespace Angioboard.Benchmarks.Measuring;

/// <summary>
/// A peer in its own process: it does what it is asked, one line of JSON in each direction, and waits without using a processor.
/// </summary>
internal sealed class PeerProcess : IDisposable
{
    private const string Packages = "python3-torch python3-torchvision libopenblas0-pthread";

    private readonly Process process;

    /// <summary>Starts a peer, which first reports its libraries.</summary>
    /// <exception cref="InputException">Something that it needs is missing.</exception>
    public PeerProcess(ProcessStartInfo start)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = true;
        process = Process.Start(start)!;
        Libraries = Read();
    }

    /// <summary>Versions of the peer's libraries.</summary>
    public JsonObject Libraries { get; }

    /// <summary>Starts peer/driver.py.</summary>
    /// <exception cref="InputException">Python, PyTorch or OpenBLAS is missing.</exception>
    public static PeerProcess Python(BenchmarkOptions options)
    {
        if (!File.Exists(options.Python))
            throw new InputException($"{options.Python}: is not there; apt-get install python3 {Packages}, or name another with --python");
        ProcessStartInfo start = new(options.Python, [Script("driver.py")]);
        Prepare(start, options);
        PeerProcess peer = new(start);
        if (peer.Libraries["openblas"] is not null) return peer;
        peer.Dispose();
        throw new InputException(
            $"{options.Python}: PyTorch multiplies without OpenBLAS, and a comparison is worth nothing; apt-get install "
                + $"libopenblas0-pthread");
    }

    /// <summary>The path of a file of the Python peer.</summary>
    public static string Script(string name) => Path.Combine(AppContext.BaseDirectory, "peer", name);

    /// <summary>Gives a Python process the environment in which it is fastest.</summary>
    public static void Prepare(ProcessStartInfo start, BenchmarkOptions options)
    {
        // Its threads wait like ours: the default suffers more from other processes, and keeps spinning during our turn.
        start.Environment["OMP_WAIT_POLICY"] = "passive";
        start.Environment["GOMP_SPINCOUNT"] = Libtorch.SpinCount;
        start.Environment["OPENBLAS_NUM_THREADS"] = $"{options.Threads}";
        // OpenBLAS treats a processor that is newer than itself like one from 2004, without AVX: a tenth of its speed.
        if (Avx512F.IsSupported) start.Environment.TryAdd("OPENBLAS_CORETYPE", "SkylakeX");
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
    }

    /// <summary>Sends a request and waits for the answer.</summary>
    public JsonObject Ask(string what, JsonObject? arguments = null)
    {
        JsonObject request = arguments ?? [];
        request["do"] = what;
        process.StandardInput.WriteLine(request.ToJsonString());
        process.StandardInput.Flush();
        return Read();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }

    private JsonObject Read()
    {
        string line = process.StandardOutput.ReadLine() ?? throw new InputException($"the peer ended early; what it said stands above");
        JsonObject answer = JsonNode.Parse(line)!.AsObject();
        return answer["missing"] is { } missing
            ? throw new InputException(
                $"{process.StartInfo.FileName}: {missing} is missing; apt-get install {Packages}, or name another with --python")
            : answer;
    }
}
