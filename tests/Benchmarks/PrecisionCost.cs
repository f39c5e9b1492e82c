using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Angioboard.Benchmarks.Measuring;
using Angioboard.Benchmarks.Programs;
using Angioboard.Core.Phantom;

namespace Angioboard.Benchmarks;

/// <summary>
/// What bfloat16 costs in quality: the mean test AUC of three seeds against float32's, on the phantom dataset, each in a whole `angioboard
/// experiment` with the demo's presets.
/// </summary>
internal sealed class PrecisionCost : IBenchmark
{
    private const int Exams = 1000, Train = 360, Validation = 100, Seeds = 3;

    /// <inheritdoc/>
    public string Name => "precision";

    /// <inheritdoc/>
    public IEnumerable<Figure> Run(BenchmarkOptions options, Lazy<PeerProcess> peer)
    {
        string study = Path.Combine(options.Scratch, "precision");
        PhantomStudy.Write(study, new PhantomOptions(Exams, Seed: 1), null, CancellationToken.None);
        int tested = Divide(study);
        List<double> full = [], half = [];
        for (int seed = 1; seed <= Seeds; seed++)
        {
            full.Add(TestAuc(study, "fp32", seed, options));
            half.Add(TestAuc(study, "bf16", seed, options));
        }
        string Each(List<double> values) => string.Join(", ", values.Select(value => $"{value:F4}"));
        yield return new Figure(
            $"test AUC, bf16 against fp32, {Seeds} seeds, {tested} test exams", "AUC apart",
            new Samples([Math.Abs(half.Average() - full.Average())]), null, Goal.Most(0.01),
            $"fp32 {full.Average():F4} ({Each(full)}), bf16 {half.Average():F4} ({Each(half)})");
    }

    /// <summary>Writes a split file with more test exams than the study's own; returns their number.</summary>
    private static int Divide(string study)
    {
        JsonObject own = JsonNode.Parse(File.ReadAllText(Path.Combine(study, "split.json")))!.AsObject();
        JsonArray train = [], validation = [], test = [];
        // Both eyes of a patient stay together.
        foreach (IGrouping<string, JsonNode> patient in own.SelectMany(part => part.Value!.AsArray()).Select(entry => entry!.DeepClone())
            .GroupBy(Patient))
        {
            JsonArray part = train.Count < Train ? train : validation.Count < Validation ? validation : test;
            foreach (JsonNode exam in patient) part.Add(exam);
        }
        JsonObject split = new() { ["train"] = train, ["validation"] = validation, ["test"] = test };
        File.WriteAllText(Path.Combine(study, "divided.json"), JsonSerializer.Serialize(split));
        return test.Count;
    }

    /// <summary>From …/242_L/1.jpg: 242.</summary>
    private static string Patient(JsonNode entry) => Path.GetFileName(Path.GetDirectoryName((string)entry[0]!)!).Split('_')[0];

    private static double TestAuc(string study, string precision, int seed, BenchmarkOptions options)
    {
        string output = Directory.CreateDirectory(Path.Combine(options.Scratch, $"{precision}-{seed}")).FullName;
        ProcessStartInfo start = new(Path.Combine(AppContext.BaseDirectory, "angioboard"),
        [
            "experiment", "--data", "phantom", "--model", "phantom-quick", "--split", Path.Combine(study, "divided.json"), "--datadir",
            study, "--output", output,
            "--device", "cpu", "--precision", precision, "--seed", $"{seed}",
        ]);
        start.Environment["Angioboard__DataFolder"] = Path.Combine(options.Scratch, "data");
        WholeProgram.Run(start);
        JsonNode evaluation = JsonNode.Parse(File.ReadAllText(Path.Combine(output, "Train_1", "evaluation.json")))!;
        return (double)evaluation["splits"]!["test"]!["metrics"]!["auc_ovr_macro"]!;
    }
}
