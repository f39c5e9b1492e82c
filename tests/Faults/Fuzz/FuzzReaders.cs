using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.Data.Exams;
using Angioboard.Core.Data.Frames;
using Angioboard.Core.Data.Patients;
using Angioboard.Core.Evaluation;
using Angioboard.Core.Evaluation.Calibrating;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Models;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Core.Training.Checkpoints;
using Angioboard.Core.Training.Optimizers;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Faults.Fuzz;

/// <summary>Every reader of files from outside, called as in the product.</summary>
internal sealed class FuzzReaders
{
    private readonly FuzzFolder folder;
    private readonly ExamIndexOptions options;
    private readonly RunSettings settings;

    public FuzzReaders(FuzzFolder folder)
    {
        this.folder = folder;
        settings = SettingsRules.Resolve(SettingsFile.Combine(SettingsFile.Read(new RunFolder(folder.Run).Settings)));
        options = new ExamIndexOptions { NumClasses = 5, Modality = Modality.FA, Strip = 20, RequireTrain = true };
        All =
        [
            new("split", FileKind.Json, "split.json", 2, Split),
            new("patients", FileKind.Plain, "patients.csv", 1, Patients),
            new("frame", FileKind.Jpeg, "1.jpg", 4, Frame),
            new("safetensors", FileKind.Safetensors, "model.safetensors", 3, Weights),
            new("checkpoint", FileKind.PyTorch, "last.ckpt", 3, Resume),
            new("weights", FileKind.PyTorch, "best.ckpt", 3, Weights),
            new("predictions", FileKind.Json, "predictions.json", 2, path => PredictionsFile.Read(path)),
            new("evaluation", FileKind.Json, "evaluation.json", 1, Evaluation),
            new("calibration", FileKind.Json, "calibration.json", 1, path => CalibrationFile.Find(path)),
            new("settings", FileKind.Json, "settings.json", 2, Settings),
            new("metrics", FileKind.Json, "metrics.jsonl", 1, Metrics),
            new("records", FileKind.Json, "trainer.json", 1, Records),
        ];
    }

    public IReadOnlyList<FuzzReader> All { get; }

    private void Split(string path)
    {
        InputException? refusal = null;
        try
        {
            ExamIndex.Read(path, folder.Study, options);
        }
        catch (InputException e)
        {
            refusal = e;
        }
        ExamListing listing = ExamListing.Read(path, folder.Study, 5);
        foreach (ListedExam exam in listing.Exams.Take(50)) listing.Frames(exam.Name);
        if (refusal is not null) throw refusal;
    }

    private void Patients(string path)
    {
        PatientMap patients = PatientMap.Parse(path);
        ExamListing listing = ExamListing.Read(Path.Combine(folder.Study, "split.json"), folder.Study, 5);
        patients.Assign(
            listing.Splits.Select(split => (split, listing.Exams.Where(exam => exam.Split == split).Select(exam => exam.Name))));
    }

    private static void Frame(string path)
    {
        (FrameFile? frame, string? problem) = JpegProbe.Read(path, Modality.FA, 20);
        if (problem is not null) throw new InputException(problem);
        if (frame is null) throw new InvalidOperationException("neither a frame nor a problem");
        bool whole = JpegProbe.DecodesWhole(File.ReadAllBytes(path));
        FrameDecoder.Decode(path, Modality.FA, 20);
        FrameDecoder.Decode(path, Modality.Full, 0);
        if (!whole) throw new InputException(FrameFault.Truncated(path));
    }

    private static void Weights(string path)
    {
        using TrainedModel source = TrainedModel.Open(path);
    }

    private void Resume(string path)
    {
        using DisposeScope scope = NewDisposeScope();
        using Checkpoint checkpoint = Checkpoint.Read(path);
        RunFolder run = new(Path.GetDirectoryName(path)!);
        using ResumePoint? point = ResumePoint.Find(run, settings, RunHistory.Of(run.Metrics), warn: _ => { });
        using ViTGru model = ModelFactory.Create(settings, ChannelStatistics.Grey(0.5, 0.5));
        ModelFactory.Load(model, checkpoint.StateDict, path);
        using AdamW optimizer = AdamW.Of([.. model.parameters()], settings.WeightDecay);
        AdamWState.Restore(optimizer, checkpoint.Entries.GetValueOrDefault("optimizer_states"), path);
    }

    private static void Evaluation(string path)
    {
        Import(path);
        EvaluationFile.Read(path);
    }

    private static void Settings(string path)
    {
        Import(path);
        RunFacts.Read(Path.GetDirectoryName(path)!);
        SettingsFile.Combine(SettingsFile.Read(path));
        SettingsFile.Fingerprint(path);
    }

    private void Metrics(string path)
    {
        Import(path);
        RunHistory history = RunHistory.Of(path);
        // Resuming from the end of the log, with the run's own checkpoint.
        File.Copy(new RunFolder(folder.Run).LastCheckpoint, new RunFolder(Path.GetDirectoryName(path)!).LastCheckpoint);
        using ResumePoint? point = ResumePoint.Find(new RunFolder(Path.GetDirectoryName(path)!), settings, history, warn: _ => { });
        EpochClock.Read(path);
        SystemSamples.Read(path);
        MetricsReader tail = new(path);
        RunProgress? progress = null;
        while (tail.Read() is { Count: > 0 } events)
        {
            foreach ((JsonObject line, _) in events) progress = EpochSummary.Progress(line, progress, 2, DateTimeOffset.UnixEpoch);
        }
    }

    private static void Records(string path)
    {
        JsonRecord.Read<DeviceReservation>(path);
        JsonRecord.Read<InboxNote>(path);
        // train.meta.json is read with a run's results.
        File.Copy(path, new RunFolder(Path.GetDirectoryName(path)!).Meta, overwrite: true);
        Import(path);
    }

    /// <summary>Imports the file's folder as a run that the dashboard does not know, which never refuses.</summary>
    private static void Import(string path)
    {
        try
        {
            RunImport.FromFolder(Path.GetDirectoryName(path)!, "fuzz/Train_1", 1, []);
        }
        catch (InputException e)
        {
            throw new InvalidOperationException($"the import of a run refused: {e.Message}", e);
        }
    }
}
