using System.Text;
using Angioboard.Core.Data.Exams;
using Angioboard.Core.Phantom;
using Angioboard.Core.RunFolders;
using Angioboard.EndToEnd;
using SkiaSharp;

namespace Angioboard.Faults.Fuzz;

/// <summary>
/// The real files: made by the program itself, by a small run on a phantom dataset, and the golden files of other programs.
/// </summary>
internal static class FuzzSeeds
{
    /// <summary>The tiny model for all training and reading.</summary>
    public const string Backbone = "vit(img=32,patch=8,dim=24,depth=2,heads=3)";

    public const int HiddenDim = 16;

    public static async Task MakeAsync(FuzzFolder folder, CancellationToken cancellation)
    {
        PhantomStudy.Write(folder.Study, new PhantomOptions(10, 1), null, cancellation);
        string data = Path.Combine(folder.Path, "data"), results = Path.GetDirectoryName(folder.Run)!,
            exported = Path.Combine(folder.Path, "model.safetensors");
        await Command.RunAsync(
            data, "experiment", "--split", Path.Combine(folder.Study, "split.json"), "--datadir", folder.Study, "--output", results,
            "--backbone", Backbone,
            "--hidden-dim", $"{HiddenDim}", "--max-frames", "2", "--epochs", "2", "--threads", "1", "--device", "cpu");
        await Command.RunAsync(data, "export", "--weight", folder.Run, "--output", exported);

        RunFolder run = new(folder.Run);
        Copy(folder, "split", run.Split, GoldenFiles.Path("split.json"));
        Write(folder, "patients", Encoding.UTF8.GetBytes(Patients(run.Split)), "exam,patient\n\"a/0_L\",\"0\"\n"u8.ToArray());
        Frames(folder);
        Copy(folder, "safetensors", exported, GoldenFiles.Path("vit_micro_weights.safetensors"),
            GoldenFiles.Path("peer", "end", "model.safetensors"));
        Copy(folder, "checkpoint", run.LastCheckpoint, run.BestCheckpoint!, GoldenFiles.Path("peer", "start", "last.ckpt"));
        Copy(folder, "weights", run.BestCheckpoint!, GoldenFiles.Path("peer", "end", "last.ckpt"), exported);
        foreach (string name in (string[])["weights", "checkpoint"]) Write(folder, name, LegacyCheckpoint.Bytes());
        Copy(folder, "predictions", run.Predictions, GoldenFiles.Path("peer", "end", "predictions.json"));
        Copy(folder, "evaluation", run.Evaluation);
        Copy(folder, "calibration", run.Calibration);
        Copy(folder, "settings", run.Settings);
        Write(folder, "settings",
            """{"max_frames": "all", "backbone": "vit_tiny_patch16_224.augreg_in21k", "class_names": ["a", "b"], "patients": "(\\d+)_[LR]$"} // mine"""u8.ToArray());
        Copy(folder, "metrics", run.Metrics, GoldenFiles.Path("peer", "end", "metrics.jsonl"));
        Copy(folder, "records", run.Trainer, run.Meta);
        Write(folder, "records", """{"owner": "ann", "until": "2026-11-25T08:00:00+00:00", "drained": false, "reason": "a talk"}"""u8
            .ToArray());
    }

    private static string Patients(string split)
    {
        List<string> lines = ["exam,patient,eye"];
        lines.AddRange(
            ExamListing.Read(split, ".", 5).Exams.Select((exam, i) => $"{exam.Name},patient {i / 2},{(i % 2 == 0 ? "L" : "R")}"));
        return string.Join('\n', lines) + "\n";
    }

    private static void Frames(FuzzFolder folder)
    {
        string[] golden =
            [.. Directory.GetFiles(GoldenFiles.Path("exams"), "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Take(3)];
        string[] phantom =
            [.. Directory.GetFiles(folder.Study, "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Take(2)];
        Copy(folder, "frame", [.. golden, .. phantom]);
        using SKBitmap colour = SKBitmap.Decode(golden[0]);
        using SKBitmap gray = colour.Copy(SKColorType.Gray8);
        Write(folder, "frame", Encode(colour), Encode(gray), ProgressiveJpeg.Bytes(96, 80, 3, 10));
    }

    private static byte[] Encode(SKBitmap picture)
    {
        using SKData data = picture.Encode(SKEncodedImageFormat.Jpeg, 80);
        return data.ToArray();
    }

    private static void Copy(FuzzFolder folder, string reader, params string[] files) =>
        Write(folder, reader, [.. files.Select(File.ReadAllBytes)]);

    private static void Write(FuzzFolder folder, string reader, params byte[][] files)
    {
        Directory.CreateDirectory(folder.Seeds(reader));
        int first = Directory.GetFiles(folder.Seeds(reader)).Length;
        for (int i = 0; i < files.Length; i++) File.WriteAllBytes(Path.Combine(folder.Seeds(reader), $"{first + i:D2}"), files[i]);
    }
}
