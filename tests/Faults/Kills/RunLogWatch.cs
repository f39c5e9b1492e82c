using System.Text.Json.Nodes;
using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Leases;

namespace Angioboard.Faults.Kills;

/// <summary>What a run's trainer is doing, according to its log and folder.</summary>
internal sealed class RunLogWatch(RunFolder folder)
{
    private static readonly byte[][] Wanted =
        [.. new[] { "phase", "epoch", "status" }.Select(type => System.Text.Encoding.UTF8.GetBytes($"\"type\":\"{type}\""))];

    private long read;
    private int begun, begunBefore;
    private RunPhase logged;
    private ProcessIdentity? trainer;

    /// <summary>The running trainer; null for none.</summary>
    public ProcessIdentity? Trainer { get; private set; }

    /// <summary>Its current or last phase. <see cref="WritesCheckpoint"/> detects checkpoints.</summary>
    public RunPhase Phase => begun == begunBefore ? RunPhase.Preparing : logged;

    /// <summary>Epochs in the log.</summary>
    public int Epochs { get; private set; }

    /// <summary>The last status in the log, unless a phase has begun since.</summary>
    public string? Status { get; private set; }

    /// <summary>Whether there is a temporary file of a checkpoint, from this process or any.</summary>
    public bool WritesCheckpoint(int? pid = null) =>
        Directory.Exists(folder.Path) && Directory.EnumerateFiles(folder.Path, $"*.ckpt.{(pid is { } one ? one : "*")}.*tmp").Any();

    /// <summary>Reads what is new.</summary>
    public void Look()
    {
        Trainer = TrainerFile.Read(folder.Trainer) is { IsAlive: true } alive ? alive.Process : null;
        if (Trainer is not null && Trainer != trainer) (trainer, begunBefore) = (Trainer, begun);
        if (!File.Exists(folder.Metrics)) return;
        using FileStream stream = new(folder.Metrics, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        stream.Position = read;
        byte[] fresh = new byte[Math.Max(0, stream.Length - read)];
        int length = stream.ReadAtLeast(fresh, fresh.Length, throwOnEndOfStream: false);
        // Only complete lines: the next trainer cuts off an incomplete one.
        int whole = fresh.AsSpan(0, length).LastIndexOf((byte)'\n') + 1;
        read += whole;
        for (int start = 0; start < whole;)
        {
            int end = start + fresh.AsSpan(start).IndexOf((byte)'\n');
            Take(fresh.AsSpan(start, end - start));
            start = end + 1;
        }
    }

    private void Take(ReadOnlySpan<byte> text)
    {
        bool wanted = false;
        foreach (byte[] type in Wanted) wanted |= text.IndexOf(type) >= 0;
        if (!wanted) return;
        JsonObject line = JsonNode.Parse(text)!.AsObject();
        switch ((string?)line["type"])
        {
            case "phase":
                Status = null;
                logged = (string?)line["phase"] switch
                {
                    "train" => RunPhase.Training,
                    "predict" => RunPhase.Predicting,
                    "evaluate" => RunPhase.Evaluating,
                    _ => RunPhase.Preparing,
                };
                if (logged == RunPhase.Preparing) begun++;
                break;
            case "epoch":
                Epochs = (int)line["epoch"]! + 1;
                break;
            case "status":
                Status = (string?)line["status"];
                break;
        }
    }
}
