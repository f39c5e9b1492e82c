using System.CommandLine;
using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.Data.Exams;
using Angioboard.Core.Evaluation;
using Angioboard.Core.Evaluation.Calibrating;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Experiments;
using Angioboard.Core.Files;
using Angioboard.Core.Reports;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Jobs.CommandLine.Options;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.CommandLine.Verbs;

/// <summary>`evaluate-on`: evaluates a run's best checkpoint on another data set, in a subfolder of the run's folder.</summary>
internal static class EvaluateOnVerb
{
    public static Command Command()
    {
        Command command =
            new("evaluate-on", "Predict and evaluate another data set with a run's best checkpoint, into Train_N/evaluations/NAME");
        Option<string> run = new("--run-folder") { Description = "Train_N folder of the run", Required = true };
        Option<string> name =
            new("--name") { Description = "What the evaluation is called: letters, digits, dots, dashes, underscores", Required = true };
        command.Options.Add(run);
        command.Options.Add(name);
        LeaseOptions lease = new(command);
        SettingsOptions options = new(command, [.. PathSettings.PlacesOfData, "batch_size", "device", "threads"]);
        command.SetAction((parsed, cancellation) => RunAsync(
            new RunFolder(Path.GetFullPath(parsed.GetValue(run)!)), parsed.GetValue(name)!, options.Read(parsed), lease.Read(parsed),
            cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        RunFolder run, string name, IReadOnlyList<JsonObject> given, LeaseChoice choice, CancellationToken cancellation)
    {
        if (!FolderNames.IsEvaluation(name))
            throw new InputException($"name: {name} cannot name a folder; use letters, digits, dots, dashes and underscores");
        JsonObject trained = SettingsFile.Read(run.Settings);
        foreach (string key in PathSettings.PlacesOfData) trained.Remove(key);
        SettingsRules.RequireData(SettingsFile.Combine([trained, .. given]));
        RunFolder folder = new(Path.Combine(run.Evaluations, name));
        AtomicFile.CreateFolder(folder.Path);
        using RunLock folderLock = await RunLock.TakeAsync(folder, choice.Patience, TimeProvider.System, cancellation);

        EvaluationReport? report;
        await using (Screen screen = new(TimeProvider.System))
        {
            using DeviceLease lease =
                await FolderRun.TakeAsync(choice, run.Path, () => SettingsFile.Combine([trained, .. given]).Device, screen, cancellation);
            lease.Holder.Write(folder.Trainer);
            report = Evaluate(run, folder, [trained, .. given], choice, screen, cancellation);
        }
        if (report is not null) ExperimentVerb.Show(report, TestSealFile.Closed(folder));
        else Console.WriteLine("no exam has a label: predicted, not evaluated");
        Console.WriteLine(folder.Path);
        return ExitCode.Done;
    }

    private static RunCalibration? Calibration(RunFolder run, RunSettings settings)
    {
        RunCalibration? calibration = CalibrationFile.Find(run.Calibration);
        return calibration is null || calibration.Classes.SequenceEqual(settings.ClassNames!)
            ? calibration
            : throw new InputException($"{run.Calibration}: its classes are not those of the run; evaluate the run again");
    }

    private static EvaluationReport? Evaluate(
        RunFolder run, RunFolder folder, IReadOnlyList<JsonObject> given, LeaseChoice choice, Screen screen, CancellationToken cancellation)
    {
        (ExamIndex index, IReadOnlyList<SplitPredictions> predictions, RunSettings settings, _) =
            ModelPrediction.Make(run.Path, given, device => FolderRun.Device(choice, device), screen, cancellation);

        // Files of an earlier evaluation with this name do not belong to this one.
        foreach (string stale in new[] { folder.Evaluation, folder.EvaluationPdf, folder.AuimcpPdf }) File.Delete(stale);
        PredictionsFile.Write(folder.Predictions, predictions);
        return index.Splits.Any(split => split.Exams.Any(exam => exam.Label is not null))
            ? EvaluationFiles.WriteElsewhere(
                folder.Path, predictions,
                new EvaluationOptions(settings.ClassNames!, index.Patients) { Calibration = Calibration(run, settings) },
                screen, cancellation, ReportSource.Of(run, settings))
            : null;
    }
}
