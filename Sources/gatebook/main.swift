print("gatebook")
