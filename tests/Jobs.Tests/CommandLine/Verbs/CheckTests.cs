using System.Text.Json.Nodes;
using SkiaSharp;

namespace Angioboard.Jobs.Tests.CommandLine.Verbs;

public sealed class CheckTests(SharedStudy study) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_good_study_gets_tables_and_no_problems()
    {
        ProcessOutcome outcome = (await AngioboardProcess.RunAsync(["check", .. study.Options])).Done();

        JsonObject split = RunFiles.Json(study.Split);
        foreach ((string name, JsonNode? entries) in split)
        {
            string folders = string.Join('|', entries!.AsArray().Select(entry => Path.GetDirectoryName((string)entry![0]!)));
            int[] frames = [.. folders.Split('|').Select(exam => Directory.GetFiles(Path.Combine(study.Folder, exam)).Length).Order()];
            Assert.Matches(
                $@"(?m)^\s*{name}\s+{frames.Length}\s+\d+\s+{frames.Sum(
                    )}\s+{frames[0]}\s+[\d.]+\s+{frames[^1]}\s+\d+×\d+ \(\d+\)", outcome.Output);
        }
        Assert.Matches(@"(?m)^\s*Window defect\s+\d\s+\d\s+\d\s*$", outcome.Output);
        Assert.Contains("no problems", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_gives_a_class_away_is_a_caution_and_no_error()
    {
        string phantom = folder.File("planted");
        (await AngioboardProcess.RunAsync("phantom", "--output", phantom, "--exams", "120", "--shortcut", "0")).Done();
        // A copy of a training exam in the test, saved again so that its bytes differ.
        JsonObject split = RunFiles.Json(Path.Combine(phantom, "split.json"));
        string train = Exams(split["train"]!).First(), copy = "Train/Train/900_L";
        Directory.CreateDirectory(Path.Combine(phantom, copy));
        foreach (string frame in Directory.GetFiles(Path.Combine(phantom, train)))
        {
            using SKBitmap bitmap = SKBitmap.Decode(frame);
            using FileStream file = File.Create(Path.Combine(phantom, copy, Path.GetFileName(frame)));
            bitmap.Encode(file, SKEncodedImageFormat.Jpeg, 60);
        }
        split["test"]!.AsArray().Add(new JsonArray($"{copy}/1.jpg", 0));
        File.WriteAllText(Path.Combine(phantom, "split.json"), split.ToJsonString());

        ProcessOutcome outcome = (await AngioboardProcess.RunAsync(
            "check", "--split", Path.Combine(phantom, "split.json"), "--datadir", phantom, "--data", "phantom")).Done();

        Assert.Matches(@"(?m)^\s*number of frames( +0\.\d\d){5} +(0\.0\d\d|< 0\.001) +!", outcome.Output);
        Assert.Matches(@"(?m)^\s*brightness \*", outcome.Output);
        Assert.Matches(@"(?m)^caution: The files give classes away: number of frames \(", outcome.Output);
        Assert.Contains("One pair of exams has frames that look the same", outcome.Output, StringComparison.Ordinal);
        Assert.Matches($@"(?m)^caution: {train}/\d+\.jpg \(train\) and {copy}/\d+\.jpg \(test\): correlation (0\.99\d|1\.000)", outcome.Output);
        Assert.Contains("no problems", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_problems_are_in_one_report_with_the_tables_of_the_rest()
    {
        string copy = study.CopyTo(folder);
        JsonObject split = RunFiles.Json(study.Split);
        string[] train = [.. Exams(split["train"]!)], test = [.. Exams(split["test"]!)];
        string[] first = [.. Directory.GetFiles(Path.Combine(copy, train[0])).Order(StringComparer.Ordinal)];
        string twin = Path.Combine(copy, test[0], "900.jpg");
        File.Copy(first[0], twin);
        File.WriteAllBytes(first[1], []);
        File.WriteAllText(Path.Combine(copy, train[1], "7b.jpg"), "text");
        split["test"]!.AsArray().Add(new JsonArray("Train/Train/99_L/1.jpg", 9));
        File.WriteAllText(Path.Combine(copy, "split.json"), split.ToJsonString());

        ProcessOutcome outcome = await AngioboardProcess.RunAsync(
            "check", "--split", Path.Combine(copy, "split.json"), "--datadir", copy, "--data", "phantom");

        string[] problems = outcome.Refused();
        Assert.Equal(5, problems.Length);
        Assert.Contains(
            $"{twin} (test) and {first[0]} (train): the same frame, byte for byte, is in two splits; remove one of the two exams",
            problems);
        Assert.Contains($"{first[1]}: the file is empty (0 bytes); copy it again or move it out", problems);
        Assert.Contains("5 problems", outcome.Output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^\s*train\s+\d+", outcome.Output);
    }

    [Fact]
    public async Task What_the_files_give_away_is_written_for_the_paper_kit_of_a_run_on_these_data_alone()
    {
        string file = folder.File("check.json");
        (await AngioboardProcess.RunAsync(["check", .. study.Options, "--output", file])).Done();

        (await AngioboardProcess.RunAsync("report", study.Run, "--check", file, "--output", folder.File("kit"))).Done();
        ProcessOutcome gap = (await AngioboardProcess.RunAsync("report", study.Run, "--output", folder.File("without"))).Done();
        JsonObject changed = RunFiles.Json(file);
        changed["fingerprint"] = new string('0', 64);
        File.WriteAllText(file, changed.ToJsonString());
        ProcessOutcome other = await AngioboardProcess.RunAsync("report", study.Run, "--check", file, "--output", folder.File("other"));
        File.WriteAllText(file, "{");
        ProcessOutcome damaged = await AngioboardProcess.RunAsync("report", study.Run, "--check", file, "--output", folder.File("damaged"));

        string with = File.ReadAllText(folder.File("kit", "report.tex")), without = File.ReadAllText(folder.File("without", "report.tex"));
        Assert.Matches("Near duplicates: .* frames were compared", with);
        Assert.Matches("Shortcuts: .*All features of the files together", with);
        Assert.Matches("Near duplicates: .*to be written", without);
        Assert.Equal([$"check: {file} is about other data than Train_1 was trained on; check that data"], other.Refused());
        Assert.Equal([$"check: {file} is not a file that `angioboard check --output` wrote; write it again"], damaged.Refused());
        Assert.False(Directory.Exists(folder.File("other")));
    }

    private static IEnumerable<string> Exams(JsonNode entries) =>
        entries.AsArray().Select(entry => Path.GetDirectoryName((string)entry![0]!)!);
}
