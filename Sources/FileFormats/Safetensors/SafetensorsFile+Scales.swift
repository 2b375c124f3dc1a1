// A matrix [rows × columns] may be stored as I8 with a tensor of scales beside it, F32 [rows]:
// its numbers are q × scale[row]. The scales of "x" are called "x.scale".

extension SafetensorsFile {
  /// The name of the scales of a matrix of 8-bit numbers.
  package static func scaleName(of name: String) -> String { name + ".scale" }

  /// Whether a tensor holds the scales of a matrix of 8-bit numbers.
  package func isScale(_ name: String) -> Bool {
    let ending = Self.scaleName(of: "")
    guard name.hasSuffix(ending) else { return false }
    return specification(String(name.dropLast(ending.count)))?.element == .int8
  }

  /// How the numbers of matrices are stored, as `VectorNumber` names it; several if they differ.
  package var matrixNumbers: String {
    let names = tensors.filter { $0.shape.count == 2 }.map { tensor in
      VectorNumber.allCases.first { $0.element == tensor.element }?.rawValue
        ?? tensor.element.rawValue.lowercased()
    }
    return Set(names).sorted().joined(separator: ", ")
  }

  /// Throws unless every tensor of 8-bit numbers has scales and all scales belong to one; reads no
  /// more than the header.
  package func checkScales() throws(FileError) {
    for tensor in tensors {
      if tensor.element == .int8 {
        _ = try scaleEntry(tensor)
      } else if tensor.name.hasSuffix(Self.scaleName(of: "")), !isScale(tensor.name) {
        throw .malformed(
          path: path, "\(tensor.name) holds the scales of a matrix that has no 8-bit numbers")
      }
    }
  }

  /// The scales of the rows of a tensor of 8-bit numbers, verified: [rows].
  func scales(of tensor: TensorSpecification) throws(FileError) -> [Float] {
    let scales = try float32s(of: scaleEntry(tensor), requireFinite: true)
    // Whatever a byte is multiplied by must stay finite.
    guard scales.allSatisfy({ $0 >= 0 && ($0 * 128).isFinite }) else {
      throw .malformed(
        path: path, "\(Self.scaleName(of: tensor.name)) has scales that are negative or too large")
    }
    return scales
  }

  /// Where the scales of a tensor of 8-bit numbers are.
  private func scaleEntry(_ tensor: TensorSpecification) throws(FileError) -> Entry {
    let name = Self.scaleName(of: tensor.name)
    guard tensor.shape.count == 2 else {
      throw .mismatchedEntry(
        path: path, name: tensor.name, expected: "a matrix, or numbers of another type",
        found: "I8 of shape \(tensor.shape)")
    }
    let entry = try entry(name)
    let found = entry.specification
    guard found.element == .float32, found.shape == [tensor.shape[0]] else {
      throw .mismatchedEntry(
        path: path, name: name, expected: "F32 of shape [\(tensor.shape[0])]",
        found: "\(found.element.rawValue) of shape \(found.shape)")
    }
    return entry
  }
}
