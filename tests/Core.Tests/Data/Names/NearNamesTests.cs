using Angioboard.Core.Data.Names;

namespace Angioboard.Core.Tests.Data.Names;

/// <summary>If the disk spells a name of the split differently, the message proposes the existing one.</summary>
public sealed class NearNamesTests : IDisposable
{
    private readonly TemporaryStudy study = new();

    public NearNamesTests() => study.Frame("b/1.jpg");

    public void Dispose() => study.Dispose();

    [Theory]
    [InlineData("Train/0_L", "train/0_L", "upper and lower case")]
    [InlineData("ex/M\u00fc_L", "ex/Mu\u0308_L", "the encoding of its accents")]
    [InlineData("ex/Mu\u0308_L", "ex/M\u00fc_L", "the encoding of its accents")]
    [InlineData("ex/e\u0323\u0302", "ex/e\u0302\u0323", "the encoding of its accents")]
    [InlineData("ex/\ud55c", "ex/\u1112\u1161\u11ab", "the encoding of its accents")]
    [InlineData("ex/M\u00dc_L", "ex/mu\u0308_L", "upper and lower case")]
    [InlineData("ex/0_L ", "ex/0_L", "its spaces")]
    [InlineData("ex/left eye", "ex/left  eye", "its spaces")]
    public void A_folder_with_the_same_letters_is_proposed(string written, string there, string difference)
    {
        study.Frame($"{there}/1.jpg");
        study.Split(("test", [($"{written}/1.jpg", 0), ("b/1.jpg", 1)]));

        Assert.Equal(
            [
                $"{study.PathOf(written)}: the split names this exam's folder, but it is not there; a similar folder is there: {there}, "
                    + $"which differs in {difference}; did you mean it? Write its name into the split, or rename it",
            ],
            study.Problems());
    }

    [Fact]
    public void If_no_exam_exists_one_line_proposes_what_does()
    {
        study.Frame("Train/0_L/1.jpg");
        study.Frame("Train/1_L/1.jpg");
        study.Split(("test", [("train/0_L/1.jpg", 0), ("train/1_L/1.jpg", 1)]));

        Assert.Equal(
            [
                $"{study.Folder}: holds none of the split's exams, such as train/0_L; a similar folder is there: Train/0_L, "
                    + "which differs in upper and lower case; did you mean it? Write its name into the split, or rename it",
            ],
            study.Problems());
    }

    [Theory]
    [InlineData("1.JPG", "upper and lower case")]
    [InlineData("1.jpg ", "its spaces")]
    public void A_frame_with_the_same_letters_is_proposed(string written, string difference)
    {
        study.Split(("test", [($"b/{written}", 0)]));

        Assert.Equal(
            [$"{study.PathOf($"b/{written}")}: the split names this frame, but it is not there; 1.jpg is there, which differs in "
                + $"{difference}; did you mean it? Write its name into the split, or rename it"],
            study.Problems());
    }

    [Fact]
    public void A_folder_whose_name_is_not_UTF_8_is_proposed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "other systems know no such names");
        // M, then Latin-1's ü, as an archive from Windows leaves it. .NET itself cannot write the name.
        Python.RunIn(study.Folder, @"import os; os.makedirs(b'ex/M\xfc_L')");
        study.Split(("test", [("ex/M\u00fc_L/1.jpg", 0), ("b/1.jpg", 1)]));

        string problem = Assert.Single(study.Problems());
        Python.RunIn(study.Folder, @"import os; os.rename(b'ex/M\xfc_L', 'ex/removable')");

        Assert.Contains("there: ex/M\ufffd_L, which differs in its encoding, which is not UTF-8 on the disk; did you mean it?", problem,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "a file; put the exam's folder in its place or remove the exam from the split")]
    [InlineData(true, "a link to /nowhere/a, which is not a folder; point it at the exam or remove the exam from the split")]
    public void Something_else_in_place_of_a_folder_is_named(bool link, string expected)
    {
        if (link) File.CreateSymbolicLink(study.PathOf("a"), "/nowhere/a");
        else study.Write("a", "");
        study.Split(("test", [("a/1.jpg", 0), ("b/1.jpg", 1)]));

        Assert.Equal([$"{study.PathOf("a")}: the split names this exam's folder, but it is {expected}"], study.Problems());
    }

    [Fact]
    public void If_two_could_be_meant_neither_is_proposed()
    {
        study.Frame("ex/A/1.jpg");
        study.Frame("EX/a/1.jpg");

        Assert.Null(new NearNames().Folder(study.Folder, "Ex/a"));
        Assert.Null(new NearNames().Folder(study.Folder, "nothing/like/it"));
    }

    [Theory]
    [InlineData("Bär", "Ba\u0308r")]
    [InlineData("\u212b", "A\u030a")]
    [InlineData("e\u0302\u0323", "e\u0323\u0302")]
    [InlineData("\ud55c", "\u1112\u1161\u11ab")]
    [InlineData("plain", "plain")]
    public void The_canonical_form_is_NFD(string text, string expected) => Assert.Equal(expected, Spelling.Canonical(text));
}
