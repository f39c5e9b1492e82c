using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Angioboard.Benchmarks;

/// <summary>The same pipeline in PyTorch, in a process that works only while it is asked to.</summary>
internal sealed class Peer : IDisposable
{
    private readonly Process process;

    public Peer()
    {
        string driver = Path.Combine(AppContext.BaseDirectory, "peer", "driver.py");
        process = Process.Start(new ProcessStartInfo("/usr/bin/python3", [driver]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        JsonNode versions;
        try
        {
            versions = Ask(new JsonObject { ["do"] = "versions" });
        }
        catch (IOException e)
        {
            throw new InvalidOperationException("the peer does not start; run: apt-get install python3-torch python3-torchvision libopenblas0-pthread", e);
        }
        if ((string?)versions["blas"] != "OpenBLAS")
            throw new InvalidOperationException("the peer runs without OpenBLAS, so a comparison says nothing; run: apt-get install libopenblas0-pthread");
        Version = $"PyTorch {versions["torch"]}, torchvision {versions["torchvision"]}, {versions["blas"]}";
    }

    public string Version { get; }

    /// <summary>Seconds that the peer says the request took.</summary>
    public double Seconds(JsonObject request) => (double)Ask(request)["seconds"]!;

    public JsonNode Ask(JsonObject request)
    {
        process.StandardInput.WriteLine(request.ToJsonString());
        return JsonNode.Parse(process.StandardOutput.ReadLine() ?? throw new IOException("the peer has ended"))!;
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }
}
