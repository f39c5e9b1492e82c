using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Angioboard.Core;

namespace Angioboard.Benchmarks;

/// <summary>peer/driver.py in a process of its own: it does what it is asked and waits without using a processor.</summary>
internal sealed class PeerProcess : IDisposable
{
    private const string Packages = "python3-torch python3-torchvision libopenblas0-pthread";

    private readonly Process process;

    /// <summary>Starts it.</summary>
    /// <exception cref="InputException">Python, PyTorch or OpenBLAS is not there.</exception>
    public PeerProcess(BenchmarkOptions options)
    {
        if (!File.Exists(options.Python)) throw new InputException($"{options.Python}: is not there; apt-get install python3 {Packages}, or name another with --python");
        ProcessStartInfo start = new(options.Python, [Script("driver.py")]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        Prepare(start, options);
        process = Process.Start(start)!;
        Libraries = Read();
        if (Libraries["openblas"] is null)
        {
            Dispose();
            throw new InputException($"{options.Python}: PyTorch multiplies without OpenBLAS, and a comparison is worth nothing; apt-get install libopenblas0-pthread");
        }
    }

    /// <summary>Versions of what the peer runs on.</summary>
    public JsonObject Libraries { get; }

    /// <summary>The path of a file of the peer's.</summary>
    public static string Script(string name) => Path.Combine(AppContext.BaseDirectory, "peer", name);

    /// <summary>Gives a process of the peer's the environment in which it is fast.</summary>
    public static void Prepare(ProcessStartInfo start, BenchmarkOptions options)
    {
        // Its threads wait as ours do: the default suffers more from other processes, and spins into our turn.
        start.Environment["OMP_WAIT_POLICY"] = "passive";
        start.Environment["GOMP_SPINCOUNT"] = Libtorch.SpinCount;
        start.Environment["OPENBLAS_NUM_THREADS"] = $"{options.Threads}";
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
    }

    /// <summary>Asks for something and waits for the answer.</summary>
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
            ? throw new InputException($"{process.StartInfo.FileName}: {missing} is missing; apt-get install {Packages}, or name another with --python")
            : answer;
    }
}
