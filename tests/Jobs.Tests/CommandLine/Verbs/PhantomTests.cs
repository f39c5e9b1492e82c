using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Angioboard.Jobs.Tests.CommandLine.Verbs;

public sealed class PhantomTests(SharedStudy study) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_same_seed_gives_the_same_bytes_and_another_gives_others()
    {
        (await AngioboardProcess.RunAsync("phantom", "--output", folder.File("same"), "--exams", "12", "--seed", "5")).Done();
        (await AngioboardProcess.RunAsync("phantom", "--output", folder.File("other"), "--exams", "12", "--seed", "6")).Done();

        Assert.Equal(Contents(study.Folder), Contents(folder.File("same")));
        Assert.NotEqual(Contents(study.Folder), Contents(folder.File("other")));
    }

    [Fact]
    public async Task A_shortcut_gives_the_exams_of_one_class_three_more_frames()
    {
        (await AngioboardProcess.RunAsync(
            "phantom", "--output", folder.File("planted"), "--exams", "12", "--seed", "5", "--shortcut", "1")).Done();

        JsonObject split = RunFiles.Json(folder.File("planted", "split.json"));
        foreach (JsonNode? entry in split.SelectMany(part => part.Value!.AsArray()))
        {
            string exam = Path.GetDirectoryName((string)entry![0]!)!;
            int frames = Directory.GetFiles(folder.File("planted", exam)).Length;
            Assert.Equal((int)entry[1]! == 1 ? 3 : 0, frames - Directory.GetFiles(Path.Combine(study.Folder, exam)).Length);
        }
        Assert.Contains("shortcut: 5 is not a class of the phantom dataset; use 0 to 4",
            (await AngioboardProcess.RunAsync("phantom", "--output", folder.File("none"), "--shortcut", "5")).Refused());
    }

    [Fact]
    public async Task A_folder_with_other_content_is_left_unchanged()
    {
        File.WriteAllText(folder.File("thesis.tex"), "");

        string problem = Assert.Single((await AngioboardProcess.RunAsync("phantom", "--output", folder.Path, "--exams", "12")).Refused());

        Assert.Equal($"{folder.Path}: the folder is neither empty nor a phantom dataset; choose an empty or new one", problem);
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    private static Dictionary<string, string> Contents(string root) =>
        Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .ToDictionary(file => Path.GetRelativePath(root, file), file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))));
}
